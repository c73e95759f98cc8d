//! The service that generated clients are tried against, and its documents.
//!
//! `clients documents FOLDER` writes an `OpenAPI` document for each form. `clients serve` answers `/FORM/known` with an
//! error of the document, and `/FORM/unknown` with an error of a newer server.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::{env, fs, thread};

use panda_errors::docs::OpenApi;
use panda_errors::{Answer, ApiError, Catalog, Cataloged as _};
use serde_json::{Map, Value, json};

#[derive(Debug, ApiError)]
#[api(details)]
enum FileError {
    /// The file is larger than the plan allows.
    #[api(status = 413, message = "At most {limit} bytes", retry = "never", since = "1.2")]
    TooLarge { limit: u64, actual: u64, reserve: Option<u64> },
    #[api(status = 413, message = "The quota of {plan} is used up")]
    QuotaExceeded { plan: String, kinds: Vec<String> },
    #[api(status = 404, message = "There is no such file")]
    NotFound,
    #[api(status = 401, message = "Log in")]
    LoggedOut,
    #[api(status = 500, message = "the disk is full")]
    #[expect(dead_code, reason = "it is in the catalog")]
    Disk,
}

/// What a newer server sends.
#[derive(Debug, ApiError)]
#[api(details)]
enum NewerError {
    #[api(status = 413, message = "{limit} files are enough")]
    TooMany { limit: u64 },
}

const FORMS: [(&str, OpenApi<'static>); 5] = [
    ("panda", OpenApi::new("Files", "1.0")),
    ("discriminator", OpenApi::new("Files", "1.0").with_discriminator()),
    ("plain", OpenApi::new("Files", "1.0").with_plain_schema()),
    ("prefix", OpenApi::new("Files", "1.0").with_prefix("File")),
    ("newer", OpenApi::new("Files", "1.0").with_version("3.1.0")),
];

fn main() -> io::Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["documents", folder] => write_documents(Path::new(folder)),
        ["serve"] => serve(),
        _ => Err(io::Error::other("say `documents FOLDER` or `serve`")),
    }
}

fn write_documents(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, form) in FORMS {
        let document = with_paths(&form.render(FileError::CATALOG), FileError::CATALOG)?;
        fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(&document)?)?;
    }
    Ok(())
}

/// The document with two operations, which can be answered with each error.
fn with_paths(document: &str, _catalog: &Catalog) -> io::Result<Value> {
    let mut document: Value = serde_json::from_str(document)?;
    let mut responses = Map::new();
    let file = json!({ "type": "object", "required": ["size"], "properties": { "size": { "type": "integer" } } });
    let content = json!({ "application/json": { "schema": file } });
    responses.insert("200".into(), json!({ "description": "The file", "content": content }));
    for name in document["components"]["responses"].as_object().into_iter().flat_map(Map::keys) {
        if let Some((_, status)) = name.split_once("ApiError") {
            responses.insert(status.into(), json!({ "$ref": format!("#/components/responses/{name}") }));
        }
    }
    for name in ["known", "unknown"] {
        document["paths"][format!("/{name}")] = json!({ "get": { "operationId": name, "responses": responses } });
    }
    Ok(document)
}

fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("Serving on http://{} now", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || answer(&stream));
    }
    Ok(())
}

fn answer(mut stream: &TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // Up to the empty line.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let answer = match path.rsplit('/').next() {
        Some("known") => Answer::of(&FileError::TooLarge { limit: 10, actual: 11, reserve: None }),
        Some("unknown") => Answer::of(&NewerError::TooMany { limit: 7 }),
        _ => Answer::of(&FileError::NotFound),
    };
    write!(
        stream,
        "HTTP/1.1 {} Error\r\nconnection: close\r\ncontent-length: {}\r\n",
        answer.status(),
        answer.body().len()
    )?;
    for (name, value) in answer.headers() {
        write!(stream, "{name}: {value}\r\n")?;
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(answer.body())
}

//! The service that generated clients are tried against, and its documents.
//!
//! `clients documents FOLDER` writes an `OpenAPI` document for each shape and for each switch, and the page and the module
//! of each shape. `clients serve` answers
//! `/SHAPE/known` with an error of the document, and `/SHAPE/newer` with an error of a newer server.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::{env, fmt, fs, thread};

use panda_errors::docs::{self, OpenApi};
use panda_errors::{Answer, ApiError, Catalog, Definition, ErrorStatus, Fact, JsonType, Shape, Visitor};
use serde_json::{Map, Value, json};
use tests_docs::shapes::catalogs;

const FILES: OpenApi<'static> = OpenApi::new("Files", "1.0");

/// The switches, each with the shape whose document it changes.
const SWITCHES: [(&str, &str, OpenApi<'static>); 6] = [
    ("discriminator", "panda", FILES.with_discriminator()),
    ("nested-discriminator", "nested", FILES.with_discriminator()),
    ("plain", "panda", FILES.with_plain_schema()),
    ("prefix", "panda", FILES.with_prefix("File")),
    ("openapi-3-1", "panda", FILES.with_version("3.1.0")),
    ("content-of-500", "panda", FILES.with_content_of_500()),
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
    for (name, catalog) in catalogs() {
        fs::write(folder.join(format!("{name}.json")), with_paths(&FILES.render(&catalog))?)?;
        fs::write(folder.join(format!("{name}.errors.ts")), docs::typescript(&catalog))?;
        fs::write(folder.join(format!("{name}.html")), docs::html(&catalog))?;
    }
    for (name, shape, form) in SWITCHES {
        fs::write(folder.join(format!("{name}.json")), with_paths(&form.render(&catalog_of(shape)))?)?;
    }
    Ok(())
}

fn catalog_of(shape: &str) -> Catalog {
    let found = catalogs().into_iter().find(|(name, _)| *name == shape);
    found.map_or_else(|| Catalog::new("Nothing", &[]), |(_, catalog)| catalog)
}

/// The document with two operations, which can be answered with each error.
fn with_paths(document: &str) -> io::Result<String> {
    let mut document: Map<String, Value> = serde_json::from_str(document)?;
    let file = json!({ "type": "object", "required": ["size"], "properties": { "size": { "type": "integer" } } });
    let content = json!({ "application/json": { "schema": file } });
    let mut responses = Map::new();
    responses.insert("200".into(), json!({ "description": "The file", "content": content }));
    let named = document.get("components").and_then(|components| components.get("responses")?.as_object());
    for name in named.into_iter().flat_map(Map::keys) {
        let (_, status) = name.split_once("ApiError").unwrap_or_default();
        responses.insert(status.into(), json!({ "$ref": format!("#/components/responses/{name}") }));
    }
    let operation = |id| json!({ "get": { "operationId": id, "responses": responses } });
    document.insert("paths".into(), json!({ "/known": operation("known"), "/newer": operation("newer") }));
    Ok(serde_json::to_string_pretty(&document)?)
}

/// An error with a limit, in any shape.
#[derive(Debug)]
struct Sent {
    shape: &'static Shape,
    definition: &'static Definition,
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("At most 10 bytes")
    }
}

impl std::error::Error for Sent {}

impl ApiError for Sent {
    fn definition(&self) -> &'static Definition {
        self.definition
    }

    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.text(&[&self])?;
        visitor.detail("limit", &10_u64)?;
        visitor.detail("factor", &None::<f64>)
    }
}

/// An error that the document does not know, with a code as the errors of the catalog have it.
fn newer(catalog: &Catalog) -> &'static Definition {
    const FACTS: &[Fact] = &[Fact::Detail("limit", JsonType::Integer)];
    let newer = Definition::new(ErrorStatus::PAYLOAD_TOO_LARGE, "TooMany").with_facts(FACTS);
    Box::leak(Box::new(match catalog.definitions().find_map(Definition::code) {
        Some(panda_errors::Code::Text(_)) => newer.with_code("F_1"),
        Some(panda_errors::Code::Number(_)) => newer.with_code_number(1),
        None => newer,
    }))
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
    let mut path = request.split(['/', ' ']).filter(|part| !part.is_empty()).skip(1);
    let catalog = catalog_of(path.next().unwrap_or_default());
    let known = catalog.definitions().find(|definition| definition.name() == "TooLarge");
    let definition = known.filter(|_| path.next() == Some("known")).unwrap_or_else(|| newer(&catalog));
    let answer = Answer::of(&Sent { shape: catalog.shape(), definition });
    let (status, length) = (answer.status(), answer.body().len());
    write!(stream, "HTTP/1.1 {status} Error\r\nconnection: close\r\ncontent-length: {length}\r\n")?;
    for (name, value) in answer.headers() {
        write!(stream, "{name}: {value}\r\n")?;
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(answer.body())
}

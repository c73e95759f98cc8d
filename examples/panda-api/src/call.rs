//! `panda-api call`: a client of the API, which retries what may be sent again.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use clap::{Parser, Subcommand};
use indicatif::ProgressBar;
use jiff::Timestamp;
use panda_errors::integrations::ureq_3::OrReply as _;
use panda_errors::{Definition, Fact, Reply};
use ureq::http::{Request, Uri};
use ureq::{Agent, SendBody};

use crate::client::Signer;
use crate::docs::API;
use crate::signature::Keys;

/// The time to wait before the second attempt, if the server sends no `Retry-After`. It doubles with each attempt.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// A server that wants more time than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Separates the file from the rest of an upload.
const BOUNDARY: &str = "panda-api-call-7d1f0c2e5b";

/// Calls a Panda API, with the keys in the environment.
#[derive(Debug, Parser)]
#[command(name = "panda-api call")]
pub(crate) struct CallFlags {
    /// The address of the service
    #[arg(long, default_value = "http://127.0.0.1:3000", global = true)]
    url: Uri,
    /// The number of times that a request is sent again
    #[arg(long, default_value_t = 3, global = true)]
    retries: u32,
    #[command(subcommand)]
    call: Call,
}

#[derive(Debug, Subcommand)]
enum Call {
    /// Lists the videos
    List,
    /// Shows a video
    Show {
        /// The id of the video
        id: String,
    },
    /// Deletes a video
    Delete {
        /// The id of the video
        id: String,
    },
    /// Uploads a file as a new video
    Upload {
        /// The file
        file: PathBuf,
    },
}

impl Call {
    fn verb(&self) -> &'static str {
        match self {
            Self::List | Self::Show { .. } => "GET",
            Self::Delete { .. } => "DELETE",
            Self::Upload { .. } => "POST",
        }
    }

    fn path(&self) -> String {
        match self {
            Self::List | Self::Upload { .. } => "/videos.json".to_owned(),
            Self::Show { id } | Self::Delete { id } => format!("/videos/{}.json", crate::signature::escape(id)),
        }
    }

    /// Whether the same request twice is the same as once. Two uploads are two videos.
    fn is_idempotent(&self) -> bool {
        !matches!(self, Self::Upload { .. })
    }
}

/// Makes the call, and prints the response.
pub(crate) fn run(flags: &CallFlags) -> Result<(), Box<dyn Error>> {
    let keys = Keys::from_env()?;
    // Otherwise ureq drops the body of an error.
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_connect(Some(Duration::from_secs(10)))
        .timeout_recv_response(Some(Duration::from_secs(60)))
        .build()
        .into();
    let mut wait = FIRST_WAIT;
    for left in (0..=flags.retries).rev() {
        let error = match send(flags, &keys, &agent)? {
            Ok(body) => return Ok(io::stdout().write_all(&body)?),
            Err(reply) => Refused(reply),
        };
        // The definition of the error decides, and the server says when.
        let Some(least) = error.0.retry(flags.call.is_idempotent()).filter(|least| left > 0 && *least <= LONGEST_WAIT)
        else {
            return Err(error.into());
        };
        let pause = wait.max(least);
        eprintln!("panda-api: {}; the next attempt is in {} s", error.0, pause.as_secs_f32());
        thread::sleep(pause);
        wait *= 2;
    }
    Ok(())
}

/// Signs the request anew, so that its signature has not expired, and sends it.
fn send(flags: &CallFlags, keys: &Keys, agent: &Agent) -> Result<Result<Vec<u8>, Reply>, Box<dyn Error>> {
    let host = flags.url.host().ok_or("the URL has no host")?;
    let path = flags.call.path();
    let signed = Signer { keys, host, time: Timestamp::now() }.sign(flags.call.verb(), &path, &[]);
    let target = signed.split_once(' ').map_or("", |(_, target)| target);
    let base = flags.url.to_string();
    let request = Request::builder().method(flags.call.verb()).uri(format!("{}{target}", base.trim_end_matches('/')));
    let response = match &flags.call {
        Call::Upload { file } => {
            let (length, mut body) = upload(file)?;
            let request = request
                .header("Content-Type", format!("multipart/form-data; boundary={BOUNDARY}"))
                .header("Content-Length", length);
            agent.run(request.body(SendBody::from_reader(&mut body))?)?
        }
        Call::List | Call::Show { .. } | Call::Delete { .. } => agent.run(request.body(())?)?,
    };
    Ok(match response.or_reply(&API) {
        Ok(mut response) => Ok(response.body_mut().read_to_vec()?),
        Err(reply) => Err(reply),
    })
}

/// The length of an upload, and its bytes, which move a bar on a terminal.
fn upload(path: &Path) -> Result<(u64, impl Read), Box<dyn Error>> {
    let in_words = |error: io::Error| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(in_words)?;
    let size = file.metadata().map_err(in_words)?.len();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let length = u64::try_from(head.len() + tail.len())? + size;
    let file = ProgressBar::new(size).wrap_read(file.take(size));
    Ok((length, io::Cursor::new(head).chain(file).chain(io::Cursor::new(tail))))
}

/// An error of the API, with the advice of its definition.
#[derive(Debug)]
struct Refused(Reply);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(reply) = self;
        write!(f, "{reply}")?;
        for fact in reply.definition().into_iter().flat_map(Definition::facts) {
            match fact {
                Fact::Help(help) => write!(f, "\n  help: {help}")?,
                Fact::Url(url) => write!(f, "\n  more: {url}")?,
                _ => {}
            }
        }
        if let Some(id) = reply.request_id() {
            write!(f, "\n  request: {}", id.escape_debug())?;
        }
        Ok(())
    }
}

impl Error for Refused {}

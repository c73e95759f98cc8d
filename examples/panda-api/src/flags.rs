//! The command line.

use std::path::PathBuf;

use clap::Parser as _;
use lexopt::{Arg, Parser, ValueExt};

use crate::call::CallFlags;
use crate::docs::Format;

pub(crate) const HELP: &str = "\
Serves the Panda API, after a tour that shows each of its errors once.

Usage: panda-api [--addr ADDRESS] [--data DIRECTORY] [--once]
       panda-api docs --format FORMAT [--out FILE]
       panda-api call [--url URL] list|show ID|delete ID|upload FILE

  --addr ADDRESS    where to listen [default: 127.0.0.1:3000]
  --data DIRECTORY  where to keep the videos [default: a temporary directory, removed at the end]
  --once            end after the tour
  --help            show this text
  --version         show the version

  docs              write down the errors instead
  --format FORMAT   as markdown, html, openapi, json or typescript
  --out FILE        to a file [default: standard output]

  call              call a service instead; see panda-api call --help

The keys are PANDA_ACCESS_KEY, PANDA_SECRET_KEY and PANDA_CLOUD_ID in the environment.
";

pub(crate) const VERSION: &str = concat!("panda-api ", env!("CARGO_PKG_VERSION"), "\n");

#[derive(Debug)]
pub(crate) enum Flags {
    Serve(ServeFlags),
    Docs(DocsFlags),
    Call(CallFlags),
    /// A text to show.
    Show(&'static str),
}

#[derive(Debug)]
pub(crate) struct ServeFlags {
    pub(crate) address: String,
    pub(crate) data: Option<PathBuf>,
    pub(crate) once: bool,
}

#[derive(Debug)]
pub(crate) struct DocsFlags {
    pub(crate) format: Format,
    pub(crate) out: Option<PathBuf>,
}

impl Flags {
    pub(crate) fn read(mut arguments: Parser) -> Result<Self, lexopt::Error> {
        if arguments.raw_args()?.next_if(|argument| argument == "docs").is_some() {
            Self::read_docs(arguments)
        } else if arguments.raw_args()?.next_if(|argument| argument == "call").is_some() {
            let words = std::iter::once("panda-api call".into()).chain(arguments.raw_args()?);
            Ok(Self::Call(CallFlags::parse_from(words)))
        } else {
            Self::read_serve(arguments)
        }
    }

    fn read_serve(mut arguments: Parser) -> Result<Self, lexopt::Error> {
        let mut flags = ServeFlags { address: "127.0.0.1:3000".to_owned(), data: None, once: false };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("addr") => flags.address = arguments.value()?.parse_with(address)?,
                Arg::Long("data") => flags.data = Some(arguments.value()?.into()),
                Arg::Long("once") => flags.once = true,
                _ => return Self::shown(&argument).ok_or_else(|| argument.unexpected()),
            }
        }
        Ok(Self::Serve(flags))
    }

    fn read_docs(mut arguments: Parser) -> Result<Self, lexopt::Error> {
        let (mut format, mut out) = (None, None);
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("format") => format = Some(arguments.value()?.parse()?),
                Arg::Long("out") => out = Some(arguments.value()?.into()),
                _ => return Self::shown(&argument).ok_or_else(|| argument.unexpected()),
            }
        }
        let format = format.ok_or_else(|| format!("'docs' needs '--format'; {}", Format::ALL))?;
        Ok(Self::Docs(DocsFlags { format, out }))
    }

    fn shown(argument: &Arg<'_>) -> Option<Self> {
        match argument {
            Arg::Long("help") | Arg::Short('h') => Some(Self::Show(HELP)),
            Arg::Long("version") | Arg::Short('V') => Some(Self::Show(VERSION)),
            _ => None,
        }
    }
}

/// Whether the host can be resolved is known when the service listens.
fn address(text: &str) -> Result<String, &'static str> {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(text.to_owned()),
        _ => Err("an address is a host and a port, such as 127.0.0.1:3000"),
    }
}

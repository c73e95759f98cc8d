//! The command line.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Serves the Panda API, after a tour that shows each of its errors once.

Usage: panda-api [--addr ADDRESS] [--data DIRECTORY] [--once]

  --addr ADDRESS    where to listen [default: 127.0.0.1:3000]
  --data DIRECTORY  where to keep the videos [default: a temporary directory]
  --once            end after the tour
  --help            show this text

The keys are PANDA_ACCESS_KEY, PANDA_SECRET_KEY and PANDA_CLOUD_ID in the environment.
";

#[derive(Debug)]
pub(crate) struct Flags {
    pub(crate) address: String,
    pub(crate) data: Option<PathBuf>,
    pub(crate) once: bool,
    pub(crate) help: bool,
}

impl Flags {
    pub(crate) fn read(mut arguments: Parser) -> Result<Self, lexopt::Error> {
        let mut flags = Self { address: "127.0.0.1:3000".to_owned(), data: None, once: false, help: false };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("addr") => flags.address = arguments.value()?.string()?,
                Arg::Long("data") => flags.data = Some(arguments.value()?.into()),
                Arg::Long("once") => flags.once = true,
                Arg::Long("help") | Arg::Short('h') => flags.help = true,
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(flags)
    }
}

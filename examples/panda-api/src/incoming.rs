//! A file on its way in: on disk piece by piece, counted, and gone again unless it is kept.

use std::io;
use std::path::Path;

use axum::body::Body;
use http_body_util::BodyExt;
use panda_errors::PandaError;
use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// The size of a file that a sandbox account may upload, in bytes.
pub(crate) const FILE_SIZE_LIMIT: u64 = 10_485_760;

/// The start of the names of files that are not kept yet.
pub(crate) const PREFIX: &str = "incoming-";

/// Dropping it removes the file.
#[derive(Debug)]
pub(crate) struct Incoming {
    size: u64,
    file: File,
    path: TempPath,
}

impl Incoming {
    pub(crate) fn create(directory: &Path) -> io::Result<Self> {
        let (file, path) = tempfile::Builder::new().prefix(PREFIX).tempfile_in(directory)?.into_parts();
        Ok(Self { size: 0, file: File::from_std(file), path })
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) async fn write(&mut self, piece: &[u8]) -> Result<(), PandaError> {
        self.size += piece.len() as u64;
        if self.size > FILE_SIZE_LIMIT {
            return Err(PandaError::file_size_limit_exceeded(FILE_SIZE_LIMIT));
        }
        Ok(self.file.write_all(piece).await?)
    }

    /// Writes all of a body.
    pub(crate) async fn fill(&mut self, mut body: Body) -> Result<(), PandaError> {
        while let Some(frame) = body.frame().await {
            // A body that breaks off is a file that was not supplied.
            let frame = frame.map_err(|_| PandaError::missing_parameters(&["file"]))?;
            if let Some(piece) = frame.data_ref() {
                self.write(piece).await?;
            }
        }
        Ok(())
    }

    /// Waits until all of the file is on the disk.
    pub(crate) async fn sync(&mut self) -> io::Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await
    }

    /// Gives the file its lasting name, once it is on the disk.
    pub(crate) fn persist(self, path: &Path) -> io::Result<()> {
        Ok(self.path.persist(path)?)
    }
}

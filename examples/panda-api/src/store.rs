//! The data that outlives a request: records in a database, and the videos' files beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use panda_errors::{ApiError, PandaError};
use redb::{Database, ReadableTable};

use crate::incoming::{self, Incoming};
use crate::records::{Cloud, Encoding, Profile, Record, Status, Table, Video};

/// The errors of the store: an answer of the contract, or a fault for the team to mend.
#[derive(Debug, ApiError)]
pub(crate) enum StoreError {
    #[api(transparent)]
    Panda(#[from] PandaError),

    #[api(status = 500, message = "the database does not open")]
    Open(#[from] redb::DatabaseError),

    #[api(status = 500, message = "the database starts no transaction")]
    Transaction(#[source] Box<redb::TransactionError>),

    #[api(status = 500, message = "the database opens no table")]
    Table(#[from] redb::TableError),

    #[api(status = 500, message = "the database does not read or write")]
    Storage(#[from] redb::StorageError),

    #[api(status = 500, message = "the database does not commit")]
    Commit(#[from] redb::CommitError),

    #[api(status = 500, message = "the record of {model} {id} is damaged")]
    Damaged { model: &'static str, id: String, source: serde_json::Error },

    #[api(status = 500, message = "a record has no form in JSON")]
    Encode(#[source] serde_json::Error),

    #[api(status = 500, message = "the disk failed")]
    Disk(#[from] io::Error),

    #[api(status = 500, message = "the store's own thread failed")]
    Thread(#[from] tokio::task::JoinError),
}

impl From<redb::TransactionError> for StoreError {
    /// Boxed, because it is so large that every `Result` of the store would be.
    fn from(error: redb::TransactionError) -> Self {
        Self::Transaction(Box::new(error))
    }
}

/// A handle to the data directory; clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    database: Arc<Database>,
    files: Arc<Path>,
}

impl Store {
    /// Opens the store in a directory, and makes it if it does not exist.
    pub(crate) fn open(directory: &Path) -> Result<Self, StoreError> {
        let files = directory.join("files");
        fs::create_dir_all(&files)?;
        let database = Database::create(directory.join("panda.redb"))?;
        let store = Self { database: Arc::new(database), files: files.into() };
        store.create_tables()?;
        store.remove_remains()?;
        Ok(store)
    }

    /// A table has to exist before it can be read.
    fn create_tables(&self) -> Result<(), StoreError> {
        let transaction = self.database.begin_write()?;
        for table in [Video::TABLE, Encoding::TABLE, Profile::TABLE, Cloud::TABLE] {
            transaction.open_table(table)?;
        }
        Ok(transaction.commit()?)
    }

    /// Removes the files that were on their way in when the service died.
    fn remove_remains(&self) -> Result<(), StoreError> {
        for entry in fs::read_dir(&self.files)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(incoming::PREFIX) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// All records of a kind, the newest first: an id begins with its time.
    pub(crate) async fn all<R: Record>(&self) -> Result<Vec<R>, StoreError> {
        self.blocking(|store| {
            let table = store.database.begin_read()?.open_table(R::TABLE)?;
            let records = table.iter()?.rev().map(|entry| {
                let (id, record) = entry?;
                decode(id.value(), record.value())
            });
            records.collect()
        })
        .await
    }

    /// The record with an id.
    pub(crate) async fn find<R: Record>(&self, id: &str) -> Result<R, StoreError> {
        let id = id.to_owned();
        self.blocking(move |store| {
            let table = store.database.begin_read()?.open_table(R::TABLE)?;
            match table.get(id.as_str())? {
                Some(record) => decode(&id, record.value()),
                None => Err(PandaError::record_not_found(R::MODEL, id))?,
            }
        })
        .await
    }

    /// Writes a record, over an older one with its id if there is one.
    pub(crate) async fn insert<R: Record>(&self, record: R) -> Result<R, StoreError> {
        let json = serde_json::to_vec(&record).map_err(StoreError::Encode)?;
        self.write(R::TABLE, record.id(), json).await?;
        Ok(record)
    }

    /// Writes the bytes of a record as they are.
    pub(crate) async fn write(&self, table: Table, id: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.blocking(move |store| {
            let transaction = store.database.begin_write()?;
            transaction.open_table(table)?.insert(id.as_str(), bytes.as_slice())?;
            Ok(transaction.commit()?)
        })
        .await
    }

    /// Keeps a new video together with its file.
    pub(crate) async fn keep(&self, video: Video, mut file: Incoming) -> Result<Video, StoreError> {
        let path = self.file(&video.id);
        let video = Video { file_size: Some(file.size()), ..video };
        // The file comes first, so that no record is without one.
        file.sync().await?;
        file.persist(&path)?;
        self.insert(video).await.inspect_err(|_| drop(fs::remove_file(path)))
    }

    /// Gives an announced video its file: in one transaction, since by now it may be deleted, or have another file.
    pub(crate) async fn receive(&self, id: &str, mut file: Incoming) -> Result<Video, StoreError> {
        let id = id.to_owned();
        file.sync().await?;
        self.blocking(move |store| {
            let transaction = store.database.begin_write()?;
            let mut table = transaction.open_table(Video::TABLE)?;
            let video: Video = match table.get(id.as_str())? {
                Some(record) => decode(&id, record.value())?,
                None => Err(PandaError::record_not_found(Video::MODEL, &*id))?,
            };
            if video.status != Status::Uploading {
                Err(PandaError::record_not_found("Upload", &*id))?;
            }
            let video = Video { status: Status::Processing, ..video };
            let json = serde_json::to_vec(&video).map_err(StoreError::Encode)?;
            table.insert(id.as_str(), json.as_slice())?;
            drop(table);
            file.persist(&store.file(&id))?;
            transaction.commit()?;
            Ok(video)
        })
        .await
    }

    /// Deletes a video and its file, a damaged record too.
    pub(crate) async fn delete_video(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.blocking(move |store| {
            let transaction = store.database.begin_write()?;
            if transaction.open_table(Video::TABLE)?.remove(id.as_str())?.is_none() {
                Err(PandaError::record_not_found(Video::MODEL, &*id))?;
            }
            transaction.commit()?;
            match fs::remove_file(store.file(&id)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error)?,
                _ => Ok(()),
            }
        })
        .await
    }

    /// A new file in the store's own directory, so that to keep it is to rename it.
    pub(crate) fn incoming(&self) -> io::Result<Incoming> {
        Incoming::create(&self.files)
    }

    fn file(&self, id: &str) -> PathBuf {
        self.files.join(id)
    }

    /// The database waits for the disk, so it works on a thread that may.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || work(&store)).await?
    }
}

fn decode<R: Record>(id: &str, json: &[u8]) -> Result<R, StoreError> {
    serde_json::from_slice(json).map_err(|source| StoreError::Damaged { model: R::MODEL, id: id.to_owned(), source })
}

//! The records in the database.

use jiff::Timestamp;
use panda_errors::{OrInternal, PandaError};
use redb::TableDefinition;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The table of one kind of record, as JSON under their ids.
pub(crate) type Table = TableDefinition<'static, &'static str, &'static [u8]>;

/// A kind of record.
pub(crate) trait Record: Serialize + DeserializeOwned + Send + 'static {
    /// The name of this kind in the API, as a 404 has it.
    const MODEL: &'static str;
    const TABLE: Table;

    fn id(&self) -> &str;
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Video {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) original_filename: Option<String>,
    pub(crate) source_url: Option<String>,
    pub(crate) file_size: Option<u64>,
    pub(crate) created_at: String,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// An upload has been announced; its file has not come yet.
    Uploading,
    Processing,
}

impl Video {
    pub(crate) fn new() -> Result<Self, PandaError> {
        Ok(Self {
            id: new_id()?,
            status: Status::Processing,
            original_filename: None,
            source_url: None,
            file_size: None,
            created_at: Timestamp::now().strftime("%Y/%m/%d %H:%M:%S +0000").to_string(),
        })
    }
}

impl Record for Video {
    const MODEL: &'static str = "Video";
    const TABLE: Table = Table::new("videos");

    fn id(&self) -> &str {
        &self.id
    }
}

/// Nothing in this service encodes; what another program puts into the table is shown.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Encoding {
    id: String,
    pub(crate) video_id: String,
    profile_id: String,
    status: String,
}

impl Record for Encoding {
    const MODEL: &'static str = "Encoding";
    const TABLE: Table = Table::new("encodings");

    fn id(&self) -> &str {
        &self.id
    }
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Profile {
    id: String,
    name: String,
}

impl Record for Profile {
    const MODEL: &'static str = "Profile";
    const TABLE: Table = Table::new("profiles");

    fn id(&self) -> &str {
        &self.id
    }
}

/// The place where an account keeps its videos.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Cloud {
    id: String,
    name: String,
}

impl Cloud {
    pub(crate) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), name: "panda-api".to_owned() }
    }
}

impl Record for Cloud {
    const MODEL: &'static str = "Cloud";
    const TABLE: Table = Table::new("clouds");

    fn id(&self) -> &str {
        &self.id
    }
}

/// A new id: the time, so that ids are in the order in which they were made, and 72 random bits. It cannot be guessed,
/// because whoever knows the id of an announced upload may send the file.
pub(crate) fn new_id() -> Result<String, PandaError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).or_internal()?;
    let time = u128::try_from(Timestamp::now().as_microsecond()).or_internal()?;
    Ok(format!("{:032x}", time << 72 | u128::from_be_bytes(random) >> 56))
}

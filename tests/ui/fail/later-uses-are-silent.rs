//! Each type has a mistake, and each use of a type is correct.

use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::io;

use panda_errors::__private::serde::Serialize;
use panda_errors::{Answer, ApiError, Cataloged, Decode, Failure, PandaError, Reply};

#[derive(Debug, ApiError)]
#[api(kind = UploadKind)]
enum Upload {
    #[api(status = 200, message = "fine")]
    Fine,
    #[api(status = 500, message = "the disk failed")]
    Disk(#[from] io::Error),
}

#[derive(Debug, ApiError)]
#[api(status = 404, message = "{valeu}")]
struct Generic<'a, T: ?Sized, const N: usize = 3>
where
    T: Display,
{
    value: &'a T,
    array: [u8; N],
}

#[derive(Debug, ApiError)]
enum Outer<E> {
    #[api(transparent, status = 404)]
    Upload(#[from] Upload),
    #[api(status = 404, message = "{0}")]
    Other(E),
    #[api(status = 404, message = "in itself")]
    Inner(#[source] Box<Outer<E>>),
}

// Right, but what it holds is not.
#[derive(Debug, ApiError)]
#[api(transparent)]
struct Holds(Upload);

#[derive(Debug, thiserror::Error, ApiError)]
enum Thiserror<T: Debug> {
    #[api(status = 503)]
    #[error("the queue is full: {0:?}")]
    Queue(T),
    #[api(status = 404)]
    #[error("not found")]
    Disk(#[from] io::Error),
}

#[derive(Debug, ApiError)]
#[api(status = 4040)]
struct ByHand<T>(T);

impl<T: Display> Display for ByHand<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "by hand: {}", self.0)
    }
}

impl<T: Debug + Display> Error for ByHand<T> {}

#[derive(Debug, ApiError)]
#[api(status = 404, message = "not found", help = "", skip(Display, Error, Serialize))]
struct Skipped;

impl Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("skipped")
    }
}

impl Error for Skipped {}

#[derive(Debug, ApiError)]
#[api(decode, details, kind = SentKind, rename_all = "lowercase")]
enum Sent {
    #[api(status = 413, message = "")]
    TooLarge { limit: u64 },
}

fn disk() -> Result<(), Upload> {
    Err(io::Error::other("full"))?
}

fn outer() -> Result<(), Outer<String>> {
    Ok(disk()?)
}

fn thiserror() -> Result<(), Thiserror<u8>> {
    Err(io::Error::other("full"))?
}

fn failure() -> Result<(), Failure> {
    outer()?;
    thiserror()?;
    Err(Skipped)?;
    Err(ByHand(5))?
}

fn uses<E: ApiError + Cataloged + Serialize + Display>(error: &E) -> usize {
    let answer = Answer::of(error);
    println!("{error} {error:?} {} {} {:?} {:?}", error.name(), error.status(), error.source(), answer.body());
    E::CATALOG.definitions().count()
}

fn received() -> Reply {
    Reply::of(PandaError::CATALOG, &Answer::of(&PandaError::record_not_found("Video", "X"))) }

fn main() {
    uses(&Upload::Fine);
    uses(&Generic::<str> { value: "x", array: [0; 3] });
    uses(&Outer::Inner(Box::new(Outer::Other(Misspelt))));
    uses(&Holds(Upload::Fine));
    uses(&Thiserror::Queue(5));
    uses(&ByHand("x"));
    println!("{:?} {:?}", Sent::decode(&received()), SentKind::Toolarge);
    println!("{:?} {:?} {:?}", failure(), UploadKind::Fine.definition(), UploadKind::try_from("Disk"));
}

#[derive(Debug, ApiError)]
#[api(status = 404, mesage = "misspelt")]
struct Misspelt;

//! Clients in Rust read a known error, and an error of a newer server: `clients-progenitor SERVICE`.

use std::env;
use std::fmt::Debug;

use progenitor_client::{Error, ResponseValue};

include!(concat!(env!("OUT_DIR"), "/modules.rs"));

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let service = env::args().nth(1).expect("say where the service is");
    let url = |shape: &str| format!("{service}/{shape}");

    let client = panda::Client::new(&url("panda"));
    let panda::types::ErrorResponse::TooLarge(known) = error(client.known().await) else { panic!("not known") };
    assert_eq!((known.details.limit, known.details.factor), (10, None));
    let panda::types::ErrorResponse::UnknownError(newer) = error(client.newer().await) else { panic!("known") };
    assert_eq!(*newer.error, "TooMany");

    let client = discriminator::Client::new(&url("panda"));
    let discriminator::types::ErrorResponse::TooLarge(known) = error(client.known().await) else { panic!("not known") };
    assert_eq!(known.details.limit, 10);
    let discriminator::types::ErrorResponse::UnknownError(newer) = error(client.newer().await) else { panic!("known") };
    assert_eq!(*newer.error, "TooMany");

    let client = plain::Client::new(&url("panda"));
    assert_eq!(error(client.newer().await).error, "TooMany");

    let client = prefix::Client::new(&url("panda"));
    let prefix::types::FileErrorResponse::TooLarge(known) = error(client.known().await) else { panic!("not known") };
    assert_eq!(known.details.limit, 10);

    let client = nested::Client::new(&url("nested"));
    let nested::types::ErrorInfo::TooLarge(known) = error(client.known().await).error else { panic!("not known") };
    assert_eq!(known.limit, 10);
    let nested::types::ErrorInfo::UnknownError(newer) = error(client.newer().await).error else { panic!("known") };
    assert_eq!(*newer.code, "F_1");

    let client = listed::Client::new(&url("listed"));
    let errors = error(client.known().await).errors;
    let [listed::types::ErrorInfo::TooLarge(known)] = errors.as_slice() else { panic!("not known") };
    assert_eq!(known.details.limit, 10);
    let errors = error(client.newer().await).errors;
    let [listed::types::ErrorInfo::UnknownError(newer)] = errors.as_slice() else { panic!("known: {errors:?}") };
    assert_eq!(newer.code.to_string(), "1");

    println!("clients-progenitor: OK");
}

/// The error of a response whose status the document has.
fn error<T: Debug, E: Debug>(result: Result<ResponseValue<T>, Error<E>>) -> E {
    match result {
        Err(Error::ErrorResponse(response)) => response.into_inner(),
        other => panic!("no error of the document: {other:?}"),
    }
}

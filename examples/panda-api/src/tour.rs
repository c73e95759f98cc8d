//! A walk through the contract: one real request for each of its errors, with the answer that has to come.

use std::error::Error;
use std::io::Write;
use std::net::SocketAddr;

use axum::http::uri::Authority;
use hmac::digest::InvalidLength;
use jiff::{SignedDuration, Timestamp};

use crate::client::{self, Signer};
use crate::records::{Cloud, Record};
use crate::signature::Keys;
use crate::store::{Store, StoreError};

/// A request, and the answer of the contract.
pub(crate) struct Row {
    /// The name of the error.
    pub(crate) error: &'static str,
    why: &'static str,
    /// A verb and a target.
    pub(crate) request: String,
    status: &'static str,
    body: &'static str,
}

/// The id of a record that is damaged: a cloud, because clouds are in no list that it could spoil.
fn damaged(keys: &Keys) -> &'static str {
    // The account's own cloud stays whole, whatever it is called.
    if keys.cloud == "tour" { "another" } else { "tour" }
}

/// Damages the record that the tour needs for its 500.
pub(crate) async fn prepare(keys: &Keys, store: &Store) -> Result<(), StoreError> {
    store.write(Cloud::TABLE, damaged(keys), br#"{"id":"#.to_vec()).await
}

/// Shows every error of the contract; fails where an answer is another one.
pub(crate) async fn walk(keys: &Keys, address: SocketAddr, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let host: Authority = address.to_string().parse()?;
    let rows = rows(keys, host.host())?;
    visit(&rows, address, out).await?;
    writeln!(out, "\n{} of {} answers are the contract's, byte for byte.", rows.len(), rows.len())?;
    Ok(())
}

async fn visit(rows: &[Row], address: SocketAddr, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for row in rows {
        writeln!(out, "\n{}\n  {} HTTP/1.1", row.why, row.request)?;
        let answer = client::send(address, &row.request).await;
        let answer = answer.map_err(|error| format!("the tour got no answer: {error}"))?;
        writeln!(out, "  {}", answer.status_line)?;
        match answer.body.as_slice() {
            [] => writeln!(out, "  (0 bytes)")?,
            body => writeln!(out, "  {}", String::from_utf8_lossy(body))?,
        }
        if answer.status_line != row.status || answer.body != row.body.as_bytes() {
            Err(format!("the contract has another answer: {} {}", row.status, row.body))?;
        }
    }
    Ok(())
}

/// Signed just now, for a service that is reached by this host. Each is refused, so they may be shown.
pub(crate) fn rows(keys: &Keys, host: &str) -> Result<[Row; 7], InvalidLength> {
    let signer = Signer { keys, host, time: Timestamp::now() };
    let late = Signer { time: signer.time - SignedDuration::from_mins(6), ..signer };
    let others = Keys::new(&keys.access, "not_my_secret_key", &keys.cloud)?;
    let stranger = Signer { keys: &others, ..signer };
    Ok([
        Row {
            error: "InternalError",
            why: "The database holds this record in damaged form: nothing of it goes out, the team gets a report.",
            request: signer.sign("GET", &format!("/clouds/{}.json", damaged(keys)), &[]),
            status: "HTTP/1.1 500 Internal Server Error",
            body: "",
        },
        Row {
            error: "NotAuthorized",
            why: "Signed with another secret key.",
            request: stranger.sign("GET", "/videos.json", &[]),
            status: "HTTP/1.1 401 Unauthorized",
            body: r#"{"error":"NotAuthorized","message":"Signatures do not match"}"#,
        },
        Row {
            error: "NotAuthorized",
            why: "Signed by a clock that is six minutes slow.",
            request: late.sign("GET", "/videos.json", &[]),
            status: "HTTP/1.1 401 Unauthorized",
            body: r#"{"error":"NotAuthorized","message":"Signatures expired"}"#,
        },
        Row {
            error: "RecordNotFound",
            why: "There is no video of that id.",
            request: signer.sign("GET", "/videos/X.json", &[]),
            status: "HTTP/1.1 404 Not Found",
            body: r#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#,
        },
        Row {
            error: "BadRequest",
            why: "The API speaks JSON only.",
            request: signer.sign("GET", "/videos.xml", &[]),
            status: "HTTP/1.1 400 Bad Request",
            body: r#"{"error":"BadRequest","message":"Currently only .json is supported as a format"}"#,
        },
        Row {
            error: "BadRequest",
            why: "Not signed at all.",
            request: "GET /v2/videos.json".to_owned(),
            status: "HTTP/1.1 400 Bad Request",
            body: concat!(
                r#"{"error":"BadRequest","message":"All required parameters were not supplied: "#,
                r#"access_key, signature, timestamp"}"#,
            ),
        },
        Row {
            error: "FileSizeLimitExceeded",
            why: "An upload is announced that is one byte too large.",
            request: signer.sign(
                "POST",
                "/videos/upload.json",
                &[("file_size", "10485761"), ("file_name", "panda.mp4")],
            ),
            status: "HTTP/1.1 413 Payload Too Large",
            body: concat!(
                r#"{"error":"FileSizeLimitExceeded","#,
                r#""message":"File size limit for this account is set to 10485760 bytes"}"#,
            ),
        },
    ])
}

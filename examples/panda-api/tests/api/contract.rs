//! Every error of the contract, byte for byte, and every success.

use jiff::{SignedDuration, Timestamp};
use redb::{Database, TableDefinition};
use serde_json::json;
use std::fs;
use tempfile::TempDir;

use crate::service::{Service, sign, sign_at};

const MISMATCH: (u16, &str, &str) = (401, "NotAuthorized", "Signatures do not match");
const EXPIRED: (u16, &str, &str) = (401, "NotAuthorized", "Signatures expired");

/// A directory with records as another program, or a failing disk, left them.
fn data(records: &[(&str, &str, &str)]) -> TempDir {
    let data = TempDir::new().unwrap();
    let database = Database::create(data.path().join("panda.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    for (table, id, bytes) in records {
        let table: TableDefinition<'_, &str, &[u8]> = TableDefinition::new(table);
        transaction.open_table(table).unwrap().insert(id, bytes.as_bytes()).unwrap();
    }
    transaction.commit().unwrap();
    data
}

#[test]
fn the_errors_of_the_contract_are_sent() {
    let service = Service::start();
    let unsigned = service.connect().ask("GET /v2/videos.json", "", b"");
    let required = "All required parameters were not supplied: access_key, signature, timestamp";
    unsigned.assert_error(400, "BadRequest", required);
    let other_format = service.ask("GET", "/videos.xml", &[]);
    other_format.assert_error(400, "BadRequest", "Currently only .json is supported as a format");
    for (path, model) in [("videos", "Video"), ("encodings", "Encoding"), ("profiles", "Profile"), ("clouds", "Cloud")]
    {
        let answer = service.ask("GET", &format!("/{path}/X.json"), &[]);
        answer.assert_error(404, "RecordNotFound", &format!("Couldn't find {model} with ID=X"));
    }
    let other_cloud = service.ask("GET", "/videos.json", &[("cloud_id", "X")]);
    other_cloud.assert_error(404, "RecordNotFound", "Couldn't find Cloud with ID=X");
    let upload = service.ask("POST", "/videos/upload.json", &[("file_size", "10485761"), ("file_name", "a.mp4")]);
    upload.assert_error(413, "FileSizeLimitExceeded", "File size limit for this account is set to 10485760 bytes");
    assert_eq!(service.reports(), "", "none of these is for the team");
}

#[test]
fn missing_parameters_are_listed_for_each_method() {
    let service = Service::start();
    let upload = service.connect().ask("POST /v2/videos/upload.json?file_name=a.mp4", "", b"");
    let required = "All required parameters were not supplied: access_key, signature, timestamp, file_size, file_name";
    upload.assert_error(400, "BadRequest", required);
    let video = service.ask("POST", "/videos.json", &[]);
    let required = "All required parameters were not supplied: access_key, signature, timestamp, source_url or file";
    video.assert_error(400, "BadRequest", required);
}

#[test]
fn a_signature_must_match_the_request() {
    let service = Service::start();
    let signed = sign("GET", "/videos.json", &[("page", "1")]);
    let ask = |query: &str| service.connect().ask(&format!("GET /v2/videos.json?{query}"), "", b"");
    assert_eq!(ask(&signed).status(), 200);
    for changed in [
        signed.replace("page=1", "page=2"),
        signed.replace("page=1&", ""),
        signed.replace("my_access_key", "another"),
        signed.replace("&signature=", "&signature=AAAA"),
        format!("{signed}&per_page=1"),
    ] {
        let (status, name, message) = MISMATCH;
        ask(&changed).assert_error(status, name, message);
    }
    let elsewhere = service.connect().ask(&format!("GET /v2/profiles.json?{signed}"), "", b"");
    assert_eq!(elsewhere.status(), 401);
}

#[test]
fn a_signature_is_good_for_a_while() {
    let service = Service::start();
    let post = |ago| {
        let time = Timestamp::now() - SignedDuration::from_mins(ago);
        let query = sign_at(time, "POST", "/videos.json", &[("source_url", "http://example.com/panda.mp4")]);
        service.connect().ask(&format!("POST /v2/videos.json?{query}"), "", b"")
    };
    let get = |ago| {
        let time = Timestamp::now() - SignedDuration::from_mins(ago);
        service.connect().ask(&format!("GET /v2/videos.json?{}", sign_at(time, "GET", "/videos.json", &[])), "", b"")
    };
    for answer in [get(4), get(-4), post(29)] {
        assert_eq!(answer.status(), 200, "{answer:?}");
    }
    let (status, name, message) = EXPIRED;
    for answer in [get(6), get(-6), post(31), post(-31)] {
        answer.assert_error(status, name, message);
    }
}

#[test]
fn a_damaged_record_is_an_empty_500_and_one_report() {
    let service = Service::start_on(data(&[("videos", "canary", r#"{"id":"canary","#)]));
    let mut connection = service.connect();
    let request = format!("GET /v2/videos/canary.json?{}", sign("GET", "/videos/canary.json", &[]));
    let answer = connection.ask(&request, "", b"");
    assert_eq!((answer.status(), answer.body()), (500, ""));
    assert_eq!(answer.header("content-length"), Some("0"));
    assert_eq!(answer.header("content-type"), None);
    for word in ["canary", "damaged", "EOF", "Video", "Store"] {
        assert!(!format!("{answer:?}").contains(word), "{word} is in {answer:?}");
    }
    let again = connection.ask("GET /v2/videos.json", "", b"");
    assert_eq!(again.status(), 400, "the connection lives on");
    let reports = service.reports();
    assert_eq!(reports.lines().count(), 1, "{reports}");
    assert!(reports.contains("Video canary is damaged") && reports.contains("EOF while parsing"), "{reports}");
    assert_eq!(service.ask("DELETE", "/videos/canary.json", &[]).body(), r#"{"deleted":true}"#);
}

#[test]
fn a_database_that_is_damaged_meanwhile_is_a_500_each_time() {
    // So many that the service has not read them all when it starts.
    let video = json!({ "id": "v", "status": "processing", "created_at": "now", "source_url": "a".repeat(1_000) });
    let (ids, video): (Vec<_>, _) = ((0..100).map(|index| format!("v{index}")).collect(), video.to_string());
    let videos: Vec<_> = ids.iter().map(|id| ("videos", id.as_str(), video.as_str())).collect();
    // The database returns an error if the bytes are missing, and panics if they are zeros.
    for length in [0, 4_000_000] {
        let service = Service::start_on(data(&videos));
        fs::write(service.data.path().join("panda.redb"), vec![0; length]).unwrap();
        let requests = [("GET", "/videos.json"), ("GET", "/videos/v50.json"), ("DELETE", "/videos/v50.json")];
        for (verb, path) in requests.into_iter().cycle().take(6) {
            let answer = service.ask(verb, path, &[]);
            assert_eq!((answer.status(), answer.body()), (500, ""), "{verb} {path}");
        }
        let reports = service.reports();
        assert_eq!(reports.matches("panda-errors: 500 ").count(), 6, "{reports}");
        assert_eq!(service.ask("GET", "/videos.xml", &[]).status(), 400, "the service lives on");
    }
}

#[test]
fn a_video_is_shown_until_it_is_deleted() {
    let service = Service::start();
    assert_eq!(service.ask("GET", "/videos.json", &[]).body(), "[]");
    let created = service.ask("POST", "/videos.json", &[("source_url", "http://example.com/a b~é.mp4")]).json();
    assert_eq!(created["source_url"], "http://example.com/a b~é.mp4");
    assert_eq!(created.get("error"), None);
    let id = created["id"].as_str().unwrap();
    assert_eq!(service.ask("GET", &format!("/videos/{id}.json"), &[]).json(), created);
    assert_eq!(service.ask("GET", "/videos.json", &[("factory_id", "my_cloud_id")]).json()[0], created);
    assert_eq!(service.ask("GET", &format!("/videos/{id}/encodings.json"), &[]).body(), "[]");
    assert_eq!(service.ask("DELETE", &format!("/videos/{id}.json"), &[]).body(), r#"{"deleted":true}"#);
    for (verb, path) in [("GET", ".json"), ("DELETE", ".json"), ("GET", "/encodings.json")] {
        let gone = service.ask(verb, &format!("/videos/{id}{path}"), &[]);
        gone.assert_error(404, "RecordNotFound", &format!("Couldn't find Video with ID={id}"));
    }
}

#[test]
fn profiles_and_encodings_are_shown() {
    let profile = r#"{"id":"p1","name":"h264"}"#;
    let encoding = r#"{"id":"e1","video_id":"v1","profile_id":"p1","status":"success"}"#;
    let service = Service::start_on(data(&[("profiles", "p1", profile), ("encodings", "e1", encoding)]));
    assert_eq!(service.ask("GET", "/profiles/p1.json", &[]).body(), profile);
    assert_eq!(service.ask("GET", "/profiles.json", &[]).body(), format!("[{profile}]"));
    assert_eq!(service.ask("GET", "/encodings/e1.json", &[]).body(), encoding);
    assert_eq!(service.ask("GET", "/encodings.json", &[]).body(), format!("[{encoding}]"));
}

#[test]
fn the_cloud_of_the_account_is_shown() {
    let cloud = Service::start().ask("GET", "/clouds/my_cloud_id.json", &[]).json();
    assert_eq!(cloud["id"], "my_cloud_id");
}

#[test]
fn pipelined_requests_are_answered_after_errors() {
    let service = Service::start();
    let mut connection = service.connect();
    let request = |line: &str| format!("{line} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    let lines = ["GET /v2/videos.xml", "HEAD /v2/videos.json", "POST /v2/videos.json", "GET /v2/none.json"];
    let list = format!("GET /v2/videos.json?{}", sign("GET", "/videos.json", &[]));
    let all: String = lines.into_iter().chain([list.as_str()]).map(request).collect();
    connection.send(all.as_bytes());
    for (line, status) in lines.iter().zip([400, 400, 400, 404]) {
        assert_eq!(connection.receive(!line.starts_with("HEAD")).status(), status, "{line}");
    }
    assert_eq!(connection.receive(true).body(), "[]");
}

#[test]
fn the_newest_video_is_the_first_of_the_list() {
    let service = Service::start();
    let create = |url: &str| service.ask("POST", "/videos.json", &[("source_url", url)]).json()["id"].clone();
    let mut ids: Vec<_> = (0..12).map(|number| create(&format!("http://example.com/{number}.mp4"))).collect();
    ids.reverse();
    let videos = service.ask("GET", "/videos.json", &[]).json();
    let listed: Vec<_> = videos.as_array().unwrap().iter().map(|video| video["id"].clone()).collect();
    assert_eq!(listed, ids);
}

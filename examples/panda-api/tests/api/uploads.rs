//! Files: kept whole or not at all, and never in memory.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use crate::service::{LIMIT, MULTIPART, Service, part, sign};

const TOO_LARGE: &str = "File size limit for this account is set to 10485760 bytes";

/// A multipart body of texts and one file.
fn multipart(texts: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let texts: String = texts.iter().map(|(name, text)| part(name, text)).collect();
    let head = "--panda\r\nContent-Disposition: form-data; name=\"file\"; filename=\"panda.mp4\"\r\n\r\n";
    [texts.as_bytes(), head.as_bytes(), file, b"\r\n--panda--\r\n"].concat()
}

fn post_videos() -> String {
    format!("POST /v2/videos.json?{}", sign("POST", "/videos.json", &[]))
}

#[test]
fn a_file_is_kept_as_it_was_sent() {
    let service = Service::start();
    let file: Vec<u8> = b"panda".iter().copied().cycle().take(LIMIT).collect();
    let answer = service.connect().ask(&post_videos(), MULTIPART, &multipart(&[], &file));
    assert_eq!(answer.status(), 200, "{answer:?}");
    let video = answer.json();
    assert_eq!((&video["original_filename"], &video["file_size"]), (&"panda.mp4".into(), &LIMIT.into()));
    let id = video["id"].as_str().unwrap();
    assert_eq!(service.files(), [id]);
    assert!(fs::read(service.data.path().join("files").join(id)).unwrap() == file);
    service.ask("DELETE", &format!("/videos/{id}.json"), &[]);
    assert!(service.files().is_empty());
}

#[test]
fn parameters_may_be_in_multipart_or_in_a_form() {
    let service = Service::start();
    let signed = sign("POST", "/videos.json", &[("payload", "ä b&c=d+e/f")]);
    let texts: Vec<(String, String)> = form_urlencoded::parse(signed.as_bytes()).into_owned().collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
    let answer = service.connect().ask("POST /v2/videos.json", MULTIPART, &multipart(&texts, b"film"));
    assert_eq!(answer.status(), 200, "{answer:?}");
    let form = sign("POST", "/videos.json", &[("source_url", "http://example.com/panda.mp4")]);
    let content_type = "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n";
    let answer = service.connect().ask("POST /v2/videos.json", content_type, form.as_bytes());
    assert_eq!(answer.status(), 200, "{answer:?}");
}

#[test]
fn a_file_one_byte_too_large_leaves_nothing() {
    let service = Service::start();
    let mut connection = service.connect();
    let answer = connection.ask(&post_videos(), MULTIPART, &multipart(&[], &vec![0; LIMIT + 1]));
    answer.assert_error(413, "FileSizeLimitExceeded", TOO_LARGE);
    assert!(service.files().is_empty());
    assert_eq!(connection.ask("GET /v2/videos.json", "", b"").status(), 400, "the next request is served");
}

#[test]
fn an_announced_length_is_refused_before_a_byte_of_it() {
    let service = Service::start();
    let mut connection = service.connect();
    let length = "Content-Length: 1000000000000\r\n";
    connection.send(format!("{} HTTP/1.1\r\nHost: 127.0.0.1\r\n{MULTIPART}{length}\r\n", post_videos()).as_bytes());
    connection.receive(true).assert_error(413, "FileSizeLimitExceeded", TOO_LARGE);
}

#[test]
fn an_endless_file_is_refused_while_it_comes() {
    let service = Service::start();
    let before = service.peak_memory();
    let mut connection = service.connect();
    let head = "Transfer-Encoding: chunked\r\n\r\n";
    connection.send(format!("{} HTTP/1.1\r\nHost: 127.0.0.1\r\n{MULTIPART}{head}", post_videos()).as_bytes());
    let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
    let start = multipart(&[], b"");
    connection.send(&chunk(&start[..start.len() - "\r\n--panda--\r\n".len()]));
    let piece = chunk(&vec![0; 65_536]);
    for _ in 0..=LIMIT / 65_536 {
        connection.send(&piece);
    }
    connection.receive(true).assert_error(413, "FileSizeLimitExceeded", TOO_LARGE);
    assert!(service.files().is_empty());
    // Still sending, the client finds the connection open: it would lose an answer that it had not read yet.
    for _ in 0..64 {
        connection.send(&piece);
    }
    if let (Some(before), Some(after)) = (before, service.peak_memory()) {
        assert!(after - before < 4_096, "{} KiB more for a file of 10 MiB", after - before);
    }
}

#[test]
fn a_client_that_goes_away_leaves_nothing() {
    let service = Service::start();
    let mut connection = service.connect();
    let length = "Content-Length: 1000000\r\n";
    connection.send(format!("{} HTTP/1.1\r\nHost: 127.0.0.1\r\n{MULTIPART}{length}\r\n", post_videos()).as_bytes());
    connection.send(&multipart(&[], &vec![0; 500_000])[..400_000]);
    let eventually = |condition: &dyn Fn() -> bool| {
        (0..200).any(|_| {
            sleep(Duration::from_millis(25));
            condition()
        })
    };
    assert!(eventually(&|| service.files().len() == 1));
    drop(connection);
    assert!(eventually(&|| service.files().is_empty()));
    assert_eq!(service.ask("GET", "/videos.json", &[]).body(), "[]");
    assert_eq!(service.reports(), "", "a client's failure is not the team's");
}

#[test]
fn an_announced_upload_is_received_once() {
    let service = Service::start();
    let announced = service.ask("POST", "/videos/upload.json", &[("file_size", "4"), ("file_name", "a/b.mp4")]);
    assert_eq!(announced.status(), 201);
    let announced = announced.json();
    let (id, location) = (announced["id"].as_str().unwrap(), announced["location"].as_str().unwrap());
    let target = location.strip_prefix("http://127.0.0.1:3000").unwrap();
    let too_large = service.connect().ask(&format!("PUT {target}"), "", &vec![0; LIMIT + 1]);
    too_large.assert_error(413, "FileSizeLimitExceeded", TOO_LARGE);
    let received = service.connect().ask(&format!("PUT {target}"), "", b"film");
    assert_eq!(received.status(), 200, "{received:?}");
    assert_eq!(service.ask("GET", &format!("/videos/{id}.json"), &[]).json(), received.json());
    assert_eq!(fs::read(service.data.path().join("files").join(id)).unwrap(), b"film");
    let again = service.connect().ask(&format!("PUT {target}"), "", b"another");
    again.assert_error(404, "RecordNotFound", &format!("Couldn't find Upload with ID={id}"));
}

/// Announces an upload; its id and where to send it.
fn announce(service: &Service, size: &str) -> (String, String) {
    let announced = service.ask("POST", "/videos/upload.json", &[("file_size", size), ("file_name", "a.mp4")]).json();
    let target = announced["location"].as_str().unwrap().strip_prefix("http://127.0.0.1:3000").unwrap();
    (announced["id"].as_str().unwrap().to_owned(), target.to_owned())
}

/// `receive` fails at a `100 Continue`, which has no `Content-Length`.
#[test]
fn a_length_that_is_refused_is_refused_before_100_continue() {
    let service = Service::start();
    let (_, target) = announce(&service, "1000");
    let upload = format!("PUT {target}");
    let signed = format!("POST /v2/videos.json?{}", sign("POST", "/videos.json", &[]));
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    for (request, headers, length, status) in [
        (&*upload, "", "100000000", 413),
        (&upload, "", "10485761", 413),
        (&upload, "", "1001", 400),
        (&upload, "", "999", 400),
        (&signed, MULTIPART, "100000000", 413),
        (&signed, form, "70000", 400),
        (&signed, "", "100", 400),
        ("PUT /v2/nothing.json", "", "100", 404),
    ] {
        let mut connection = service.connect();
        let expect = format!("Expect: 100-continue\r\nContent-Length: {length}\r\n");
        connection.send(format!("{request} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{expect}\r\n").as_bytes());
        assert_eq!(connection.receive(true).status(), status, "{request} {length}");
    }
}

#[test]
fn a_length_that_is_right_is_answered_with_100_continue() {
    let service = Service::start();
    let (_, target) = announce(&service, "4");
    let mut connection = service.connect();
    let expect = "Expect: 100-continue\r\nContent-Length: 4\r\n";
    connection.send(format!("PUT {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{expect}\r\n").as_bytes());
    assert_eq!(connection.receive(false).status(), 100);
    connection.send(b"film");
    assert_eq!(connection.receive(true).status(), 200);
}

#[test]
fn a_location_names_no_user() {
    let service = Service::start();
    let parameters = sign("POST", "/videos/upload.json", &[("file_size", "4"), ("file_name", "a.mp4")]);
    let mut connection = service.connect();
    let host = "Host: somebody:secret@127.0.0.1:3000\r\nContent-Length: 0\r\n";
    connection.send(format!("POST /v2/videos/upload.json?{parameters} HTTP/1.1\r\n{host}\r\n").as_bytes());
    let location = connection.receive(true).json()["location"].to_string();
    assert!(location.starts_with("\"http://127.0.0.1:3000/v2/videos/upload/"), "{location}");
}

#[test]
fn a_deleted_video_does_not_come_back_with_its_file() {
    let service = Service::start();
    let (id, target) = announce(&service, "10");
    let mut upload = service.connect();
    upload.send(format!("PUT {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf-").as_bytes());
    while service.files().is_empty() {
        sleep(Duration::from_millis(10));
    }
    assert_eq!(service.ask("DELETE", &format!("/videos/{id}.json"), &[]).body(), r#"{"deleted":true}"#);
    upload.send(b"a-film");
    let gone = format!("Couldn't find Video with ID={id}");
    upload.receive(true).assert_error(404, "RecordNotFound", &gone);
    service.ask("GET", &format!("/videos/{id}.json"), &[]).assert_error(404, "RecordNotFound", &gone);
    assert!(service.files().is_empty());
}

#[test]
fn one_of_two_simultaneous_uploads_is_kept() {
    let service = Service::start();
    let (id, target) = announce(&service, "4");
    let head = format!("PUT {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\n");
    let mut uploads = [service.connect(), service.connect()];
    for (upload, start) in uploads.iter_mut().zip(["aa", "bb"]) {
        upload.send(format!("{head}{start}").as_bytes());
    }
    while service.files().len() < 2 {
        sleep(Duration::from_millis(10));
    }
    uploads[0].send(b"aa");
    assert_eq!(uploads[0].receive(true).status(), 200);
    uploads[1].send(b"bb");
    let again = format!("Couldn't find Upload with ID={id}");
    uploads[1].receive(true).assert_error(404, "RecordNotFound", &again);
    assert_eq!(fs::read(service.data.path().join("files").join(id)).unwrap(), b"aaaa");
}

#[test]
fn an_upload_of_another_size_than_announced_is_refused() {
    let service = Service::start();
    let (_, target) = announce(&service, "10");
    for file in ["", "too short", "much too long"] {
        let answer = service.connect().ask(&format!("PUT {target}"), "", file.as_bytes());
        answer.assert_error(400, "BadRequest", "All required parameters were not supplied: file");
    }
    assert_eq!(service.connect().ask(&format!("PUT {target}"), "", b"ten bytes.").status(), 200);
}

#[test]
fn a_size_beyond_all_numbers_is_over_the_limit() {
    let service = Service::start();
    for (size, status) in [("99999999999999999999999", 413), ("-1", 400), ("ten", 400)] {
        let answer = service.ask("POST", "/videos/upload.json", &[("file_size", size), ("file_name", "a.mp4")]);
        assert_eq!(answer.status(), status, "{size}: {answer:?}");
    }
}

#[test]
fn a_body_without_a_file_is_not_kept_in_memory() {
    let service = Service::start();
    let before = service.peak_memory();
    let preamble = "no boundary ".repeat(800_000);
    let header = format!("--panda\r\nContent-Disposition: {}\r\n\r\n", "a".repeat(9_000_000));
    let connections: Vec<_> = [&preamble, &header].into_iter().cycle().take(12).collect();
    for body in connections {
        let answer = service.connect().ask("POST /v2/videos.json", MULTIPART, body.as_bytes());
        assert_eq!(answer.status(), 400, "{answer:?}");
    }
    if let (Some(before), Some(after)) = (before, service.peak_memory()) {
        assert!(after - before < 8_192, "{} KiB more for 10 MB of nothing", after - before);
    }
}

"""Asks a running service all that the client telestream-cloud can ask, and checks what the client shows.

    python telestream_client.py HOST PORT
"""

import os
import sys
import tempfile
from datetime import datetime, timedelta, timezone

from telestream_cloud import TelestreamCloud, TelestreamCloudException
from telestream_cloud.models import Factory
from telestream_cloud.request import TelestreamCloudRequest

LIMIT = 10 * 1024 * 1024
MISMATCH = (401, "NotAuthorized", "Signatures do not match")
EXPIRED = (401, "NotAuthorized", "Signatures expired")
TOO_LARGE = (413, "FileSizeLimitExceeded", "File size limit for this account is set to 10485760 bytes")


def not_found(model, id):
    return (404, "RecordNotFound", f"Couldn't find {model} with ID={id}")


def missing(*own):
    required = ", ".join(("access_key", "signature", "timestamp") + own)
    return (400, "BadRequest", f"All required parameters were not supplied: {required}")


def connect(**other):
    """A client, with the service's own keys unless others are given."""
    host, port = sys.argv[1:]
    keys = {
        "access_key": os.environ.get("PANDA_ACCESS_KEY", "my_access_key"),
        "secret_key": os.environ.get("PANDA_SECRET_KEY", "my_secret_key"),
        "factory_id": os.environ.get("PANDA_CLOUD_ID", "my_cloud_id"),
    }
    return TelestreamCloud(**{**keys, **other}, api_host=host, api_port=int(port), api_version="2")


def factory(**other):
    return Factory(connect(**other)._credentials(), {})


def at(verb, path, **ago):
    """A request that was signed some time ago."""
    timestamp = (datetime.now(timezone.utc) - timedelta(**ago)).isoformat()
    data = {"source_url": "http://example.com/panda.mp4"} if verb == "POST" else {}
    return TelestreamCloudRequest(verb, path, connect()._credentials(), data, timestamp)


def file(size):
    """The path of a file of a size, with a name that has to be escaped."""
    path = os.path.join(tempfile.mkdtemp(dir=scratch), "a panda & a bär~.mp4")
    with open(path, "wb") as film:
        film.truncate(size)
    return path


def shows(error, call):
    """Checks that the client raises its own exception, with the answer as it came."""
    status, name, message = error
    try:
        call()
    except TelestreamCloudException as exception:
        body = f'{{"error":"{name}","message":"{message}"}}'
        reason = exception.response.reason
        assert str(exception) == f"Error {status}, {reason} {body}", str(exception)
        assert exception.response.json() == {"error": name, "message": message}
    else:
        raise AssertionError(f"the client shows no error, where it should show {error}")


def lists():
    panda = factory()
    for model in (panda.videos, panda.encodings, panda.profiles):
        assert isinstance(model.all(), list)


def video_by_source_url():
    video = factory().videos.create(source_url="http://example.com/a panda/bär~.mp4?x=1&y=+")
    assert video.source_url == "http://example.com/a panda/bär~.mp4?x=1&y=+", video.details
    assert factory().videos.find(video.id).details == video.details
    assert video.id in [each.id for each in factory().videos.all()]
    assert video.encodings.all() == []
    assert video.delete() == {"deleted": True}
    shows(not_found("Video", video.id), video.reload)


def video_by_file():
    for size in (0, 1, 1_000_000, LIMIT):
        video = factory().videos.create(file=file(size), payload="a & b")
        assert video.file_size == size, video.details
        assert factory().videos.delete(video.id) == {"deleted": True}


def file_too_large():
    before = len(factory().videos.all())
    for size in (LIMIT + 1, 3 * LIMIT):
        shows(TOO_LARGE, lambda: factory().videos.create(file=file(size)))
        shows(TOO_LARGE, lambda: factory().upload_session(file(size)))
    assert len(factory().videos.all()) == before


def announced_upload():
    upload = connect().post("/videos/upload.json", {"file_size": 4, "file_name": "a panda/bär~.mp4"})
    assert upload.status_code == 201
    assert set(upload.json()) == {"id", "location"}, upload.json()
    assert factory().videos.delete(upload.json()["id"]) == {"deleted": True}


def unknown_ids():
    panda = factory()
    for model, name in ((panda.videos, "Video"), (panda.encodings, "Encoding"), (panda.profiles, "Profile")):
        shows(not_found(name, "X"), lambda: model.find("X"))
    shows(not_found("Video", "X"), lambda: panda.videos.delete("X"))
    shows(not_found("Cloud", "another_cloud"), factory(factory_id="another_cloud").videos.all)


def unknown_methods():
    shows(not_found("Route", "GET /v2/nothing.json"), lambda: connect().get("/nothing.json"))
    shows(not_found("Route", "PUT /v2/videos.json"), lambda: connect().put("/videos.json"))


def other_formats():
    for path in ("/videos.xml", "/videos", "/videos/X"):
        shows((400, "BadRequest", "Currently only .json is supported as a format"), lambda: connect().get(path))


def missing_parameters():
    shows(missing("source_url or file"), factory().videos.create)
    shows(missing("file_size", "file_name"), lambda: connect().post("/videos/upload.json", {"file_size": 1}))


def other_keys():
    shows(MISMATCH, factory(secret_key="another_secret_key").videos.all)
    shows(MISMATCH, factory(access_key="another_access_key").videos.all)
    shows(MISMATCH, lambda: factory(secret_key="another_secret_key").videos.create(file=file(1)))


def clocks():
    for verb, path, minutes in (("GET", "/videos.json", 5), ("DELETE", "/videos/X.json", 5), ("POST", "/videos.json", 30)):
        shows(EXPIRED, at(verb, path, minutes=minutes, seconds=30).send)
        shows(EXPIRED, at(verb, path, minutes=-minutes, seconds=-30).send)
    assert at("GET", "/videos.json", minutes=4, seconds=30).send().ok
    video = at("POST", "/videos.json", minutes=29, seconds=30).send().json()
    assert factory().videos.delete(video["id"]) == {"deleted": True}


def run(checks):
    failed = 0
    for check in checks:
        try:
            check()
            print(f"ok      {check.__name__}")
        except Exception as error:
            failed += 1
            print(f"FAILED  {check.__name__}: {type(error).__name__}: {error}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return failed


with tempfile.TemporaryDirectory() as scratch:
    sys.exit(
        run([
            lists,
            video_by_source_url,
            video_by_file,
            file_too_large,
            announced_upload,
            unknown_ids,
            unknown_methods,
            other_formats,
            missing_parameters,
            other_keys,
            clocks,
        ]) > 0
    )

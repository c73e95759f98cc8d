"""Signs what schemathesis sends, as clients of the API do, so that it gets past the 401."""

import base64
import hashlib
import hmac
from datetime import datetime, timezone
from urllib.parse import parse_qsl, quote, urlsplit

import schemathesis
from requests.auth import AuthBase

OWN = {"access_key": "my_access_key", "cloud_id": "my_cloud_id"}
SECRET = b"my_secret_key"


def canonical_query(parameters):
    pairs = sorted((key.encode(), text.encode()) for key, text in parameters.items())
    return "&".join(f"{quote(key, safe='~')}={quote(text, safe='~')}" for key, text in pairs)


def form(request):
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    body = request.body or ""
    body = body if isinstance(body, str) else body.decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True))


class Signature(AuthBase):
    def __call__(self, request):
        url = urlsplit(request.url)
        if url.path.startswith("/v2/videos/upload/"):
            return request
        in_form = form(request)
        in_query = dict(parse_qsl(url.query, keep_blank_values=True)) | OWN
        in_query["timestamp"] = datetime.now(timezone.utc).isoformat()
        # No parameter may be there twice.
        in_query = {key: text for key, text in in_query.items() if key not in in_form and key != "signature"}
        covered = {key: text for key, text in (in_query | in_form).items() if key not in ("file", "signature")}
        subject = [request.method, url.hostname, url.path.removeprefix("/v2"), canonical_query(covered)]
        digest = hmac.new(SECRET, "\n".join(subject).encode(), hashlib.sha256).digest()
        signature = quote(base64.b64encode(digest), safe="")
        request.url = url._replace(query=f"{canonical_query(in_query)}&signature={signature}").geturl()
        return request


schemathesis.auth.set_from_requests(Signature())


@schemathesis.check
def a_signature_lets_in(context, response, case):
    """Where it does not, all of the other checks see nothing but 401."""
    assert case.method != "GET" or response.status_code != 401

"""A gateway that answers each client with a 503 first, and lets it through after the time of its Retry-After."""

import http.server
import sys
import time
import urllib.error
import urllib.request

WAIT = 2
service = sys.argv[1]


class Gateway(http.server.BaseHTTPRequestHandler):
    refused_at = None

    def do_GET(self):
        if Gateway.refused_at is None:
            Gateway.refused_at = time.monotonic()
            return self.refuse(503)
        if time.monotonic() - Gateway.refused_at < WAIT:
            return self.refuse(400)
        Gateway.refused_at = None
        print(f"after {WAIT} seconds", flush=True)
        with urllib.request.urlopen(service + self.path) as response:
            self.send_response(response.status)
            body = response.read()
            self.send_header("Content-Type", response.headers["Content-Type"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.refuse(503)

    def refuse(self, status):
        self.send_response(status)
        self.send_header("Retry-After", str(WAIT))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Gateway)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()

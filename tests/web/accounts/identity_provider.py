"""A small OpenID Connect provider on loopback, which knows one person."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit


@contextmanager
def provider(**person):
    """Run it; yields its address. `person` are the claims it tells of whoever comes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Answers,), {"person": person}))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        here = f"http://{self.headers['Host']}"
        asked = urlsplit(self.path)
        if asked.path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            self.tell({"issuer": here, **{f"{name}_endpoint": f"{here}/{path}" for name, path in ends.items()}})
        elif asked.path == "/authorize":
            query = parse_qs(asked.query)
            back = urlencode({"code": "one-time", "state": query["state"][0]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
            self.end_headers()
        elif self.headers["Authorization"] == "Bearer opened":
            self.tell(self.person)
        else:
            self.send_error(401)

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if sent["code"] == ["one-time"] and sent["client_secret"] == ["known"]:
            self.tell({"access_token": "opened", "token_type": "Bearer"})
        else:
            self.send_error(400)

    def tell(self, what):
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Keep quiet."""

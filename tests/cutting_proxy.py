"""A bad connection: a proxy before an S3 server that breaks off bodies where a test says so."""

import os
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlparse

OF_THE_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length")
AT_ONCE = struct.pack("ii", 1, 0)  # linger for 0 s: closing says reset, not goodbye

Way = Literal["close", "reset", "stall"]


@dataclass(frozen=True)
class Cut:
    """Break off a body after so many bytes of it."""

    after: int
    way: Way = "close"
    of: str = ""  # only a body whose path has this in it


@dataclass(frozen=True)
class Passed:
    """A request and how many bytes of the answer's body went through."""

    method: str
    path: str
    range: str  # the header, "" for the whole
    sent: int


@dataclass
class CuttingProxy:
    """Each cut meets one body that is longer; after the last one the connection is good."""

    endpoint: str
    cuts: deque[Cut] = field(default_factory=deque)
    passed: list[Passed] = field(default_factory=list)
    healed: threading.Event = field(default_factory=threading.Event)  # stalled bodies go on

    def bodies(self, key: str) -> list[Passed]:
        """What went through of one object."""
        return [one for one in self.passed if one.method == "GET" and one.path.endswith(f"/{key}")]

    def take(self, length: int, *, path: str) -> Cut | None:
        meets = self.cuts and self.cuts[0].after < length and self.cuts[0].of in path
        return self.cuts.popleft() if meets else None


@contextmanager
def cutting_proxy(upstream: str) -> Iterator[CuttingProxy]:
    """A proxy before the server at the endpoint `upstream`, which it reaches without cuts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.proxy = CuttingProxy(f"http://127.0.0.1:{server.server_port}")
        server.upstream = urlparse(upstream).netloc
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server.proxy
        server.proxy.healed.set()
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10  # seconds that a client may keep an idle connection

    def do_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        upstream = HTTPConnection(self.server.upstream)
        upstream.request(self.command, self.path, body=body or None, headers=dict(self.headers))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        cut = (
            self.server.proxy.take(len(content), path=self.path) if self.command == "GET" else None
        )
        sent = content[: cut.after] if cut else content
        asked = self.headers.get("Range", "")
        self.server.proxy.passed.append(Passed(self.command, self.path, asked, len(sent)))
        self.say(answer, length=int(answer.getheader("Content-Length", len(content))))
        self.wfile.write(sent)
        if cut:
            self.break_off(cut.way)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = do_any  # noqa: N815 - http.server's names

    def say(self, answer: HTTPResponse, *, length: int) -> None:
        """The head of the answer; that of a HEAD names a length without a body."""
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in OF_THE_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def break_off(self, way: Way) -> None:
        self.close_connection = True
        if way == "stall":
            self.server.proxy.healed.wait(10)
        if way == "reset":
            time.sleep(0.2)  # what was sent has arrived: a reset throws away what has not
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            os.close(self.connection.detach())

    def log_message(self, *_: object) -> None:
        """Quiet: tests look at what passed."""

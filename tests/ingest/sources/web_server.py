"""A web server on localhost that does what a test scripts: the wire is real."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ingest.sources.fetching import Fetcher


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: "WebServer"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answer = self.server.pages.get(self.path)
        try:
            if answer is None:
                self.give(404)
            else:
                answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up.set()
        self.close_connection = True

    def give(self, status: int, body: bytes = b"", media_type: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Answer = Callable[[Handler], None]


class WebServer(ThreadingHTTPServer):
    """The server, its pages by path, and what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.hung_up = threading.Event()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def here(**others: Any) -> Fetcher:
    """A fetcher that may reach this machine, and nothing else: only tests have one."""
    return Fetcher(may_reach=lambda address, _: address.is_loopback, **others)


def gives(body: bytes, media_type: str = "text/html", **headers: str) -> Answer:
    return lambda handler: handler.give(200, body, media_type, **headers)


def moves(to: str, status: int = 302) -> Answer:
    return lambda handler: handler.give(status, Location=to)


def zipped(body: bytes, media_type: str = "text/html") -> Answer:
    return lambda handler: handler.give(200, gzip.compress(body), media_type, Content_Encoding="gzip")


def drips(handler: Handler) -> None:
    """Send a letter now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while not handler.server.stopping.wait(0.05):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def drips_headers(handler: Handler) -> None:
    """Send a letter of a header now and then, for some seconds longer than a test may wait; then all is well."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Slow: ")
    for _ in range(200):
        if handler.server.stopping.wait(0.05):
            return
        handler.wfile.write(b"x")
        handler.wfile.flush()
    handler.wfile.write(b"\r\n\r\nOK")


def floods(handler: Handler) -> None:
    """Send without end."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b"x" * 65_536)

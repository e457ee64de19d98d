"""A server on localhost that speaks OpenAI's chat protocol and does what a test scripts: the wire is real.

Each request takes the next behaviour of the script; the last one stays.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """One request; behaviours write to it."""

    server: "ChatServer"
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Nobody follows a link."""
        self.server.paths.append(self.path)
        self.send_error(404)

    def do_POST(self) -> None:
        self.server.paths.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            self.server.next_behaviour(body)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.hung_up.set()
        self.close_connection = True

    def start_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def send_delta(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.send_raw(f"data: {json.dumps(chunk)}\n\n")

    def send_usage(self) -> None:
        usage = {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [],
            "usage": usage,
        }
        self.send_raw(f"data: {json.dumps(chunk)}\n\n")

    def send_raw(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Behaviour = Callable[[Handler], None]


class ChatServer(ThreadingHTTPServer):
    """The server and what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *behaviours: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.hung_up = threading.Event()
        self.stopping = threading.Event()
        self._behaviours = list(behaviours)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def next_behaviour(self, body: dict[str, Any]) -> Behaviour:
        with self._lock:
            self.requests.append(body)
            return self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[ChatServer]:
    with ChatServer(*behaviours) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def says(text: str, *, finish: str = "stop") -> Behaviour:
    """Stream `text` in a few pieces."""

    def behave(handler: Handler) -> None:
        handler.start_stream()
        for start in range(0, len(text), 40):
            handler.send_delta({"role": "assistant", "content": text[start : start + 40]})
        handler.send_delta({}, finish)
        if handler.server.requests[-1].get("stream_options", {}).get("include_usage"):
            handler.send_usage()
        handler.send_raw("data: [DONE]\n\n")

    return behave


def answers(**reply: object) -> Behaviour:
    """Stream a JSON object."""
    return says(json.dumps(reply, ensure_ascii=False))


def calls_a_tool(arguments: str) -> Behaviour:
    """Answer through a tool call, as servers without JSON schemas do."""

    def behave(handler: Handler) -> None:
        handler.start_stream()
        call = {"index": 0, "id": "c", "type": "function", "function": {"name": "Reply", "arguments": ""}}
        handler.send_delta({"role": "assistant", "tool_calls": [call]})
        for start in range(0, len(arguments), 40):
            piece = {"index": 0, "function": {"arguments": arguments[start : start + 40]}}
            handler.send_delta({"tool_calls": [piece]})
        handler.send_delta({}, "tool_calls")
        handler.send_raw("data: [DONE]\n\n")

    return behave


def declines(handler: Handler) -> None:
    """Say, as OpenAI's models can, that it will not answer: in a field of its own, without content."""
    handler.start_stream()
    handler.send_delta({"role": "assistant", "content": None, "refusal": 'I cannot help with {"word": "that"}.'})
    handler.send_delta({}, "content_filter")
    handler.send_raw("data: [DONE]\n\n")


def refuses(status: int, words: str = "no", retry_after: str = "") -> Behaviour:
    """Answer with an HTTP error that repeats what it was sent, key included, as some providers do."""

    def behave(handler: Handler) -> None:
        secret = handler.headers.get("Authorization") or handler.headers.get("x-api-key", "")
        body = json.dumps({"error": {"message": f"{words} {secret}", "type": "t", "code": None}}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.send_header("Connection", "close")
        if retry_after:
            handler.send_header("Retry-After", retry_after)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def hangs_up(handler: Handler) -> None:
    """Close the connection in the middle of the reply."""
    handler.start_stream()
    handler.send_delta({"role": "assistant", "content": '{"word": "ha'})


def breaks_off(handler: Handler) -> None:
    """Break the connection in the middle of a reply whose end would have been marked (chunked)."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.send_raw("40\r\ndata: {")


def _until_hung_up(handler: Handler, act: Callable[[], None], pause: float) -> None:
    while not handler.server.stopping.wait(pause):
        act()


def drips(handler: Handler) -> None:
    """Send a letter now and then, for ever."""
    handler.start_stream()
    _until_hung_up(handler, lambda: handler.send_delta({"content": "x"}), 0.02)


def keeps_alive(handler: Handler) -> None:
    """Send nothing but comments, for ever: no client library ever hands these on."""
    handler.start_stream()
    _until_hung_up(handler, lambda: handler.send_raw(": still thinking\n\n"), 0.02)


def floods(handler: Handler) -> None:
    """Talk without end, as fast as it is read."""
    handler.start_stream()
    _until_hung_up(handler, lambda: handler.send_delta({"content": "and so on " * 50}), 0)


def is_silent(handler: Handler) -> None:
    """Send not even a status."""
    handler.server.stopping.wait(30)

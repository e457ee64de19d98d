"""The server behind METRICS_PORT: /metrics for Prometheus, /health for whoever restarts what is not well.

In threads of its own, so that it also answers while the event loop does not. Listens on 127.0.0.1 only: the figures are
nobody else's business, and who wants them elsewhere has a proxy or an agent on this machine.
"""

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.monitoring.health import Health
from bot.monitoring.prometheus import CONTENT_TYPE, PrometheusRecorder
from ingest.errors import SettingsError

HOST = "127.0.0.1"
_LOOK = 0.05
"""Seconds in which a server that is to end notices it."""
_PATIENCE = 10.0
"""Seconds after which a client that says nothing is left."""


class MetricsServer:
    """Serves figures and health."""

    def __init__(self, port: int, recorder: PrometheusRecorder, health: Health) -> None:
        self._port, self._recorder, self._health = port, recorder, health
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Listen.

        Raises:
            SettingsError: The port is taken, or is not for this user.
        """
        try:
            self._server = ThreadingHTTPServer((HOST, self._port), self._handler())
        except OSError as error:
            raise SettingsError(f"METRICS_PORT {self._port} cannot be listened on ({error.strerror}).") from None
        self._server.daemon_threads = True
        serve = self._server.serve_forever
        threading.Thread(target=serve, args=(_LOOK,), name="metrics", daemon=True).start()

    def stop(self) -> None:
        """Close the port; blocks for a moment."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        recorder, health = self._recorder, self._health

        class Handler(BaseHTTPRequestHandler):
            timeout = _PATIENCE

            def do_GET(self) -> None:
                if self.path == "/metrics":
                    self._say(HTTPStatus.OK, CONTENT_TYPE, recorder.exposition())
                elif self.path == "/health":
                    well, said = health.as_json()
                    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
                    self._say(status, "application/json", said.encode())
                else:
                    self._say(HTTPStatus.NOT_FOUND, "text/plain", b"/metrics or /health\n")

            def _say(self, status: HTTPStatus, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
                """Say nothing: Prometheus asks four times a minute."""

        return Handler

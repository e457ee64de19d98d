"""Connections to the web: only to addresses that may be reached, and no step of them later than the deadline.

Takes who may be reached; gives httpx a transport over httpcore. Knows nothing of pages or robots.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar

import httpcore
import httpx

from ingest.errors import FetchError

DEADLINE: ContextVar[float] = ContextVar("deadline")
"""Of the request in hand, on the clock of `time.monotonic`; a thread has one at a time."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MayReach = Callable[[Address, int], bool]
"""Tells whether a connection to an address and port is let through."""


class CheckedBackend(httpcore.SyncBackend):
    """Connects to addresses that may be reached, and to no other."""

    def __init__(self, may_reach: MayReach) -> None:
        super().__init__()
        self._may_reach = may_reach

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, and connect to the first of them."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError("there is no such site", passing=True) from error
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not addresses or not all(self._may_reach(address, port) for address in addresses):
            raise FetchError("it is not a public address")
        left = _left(timeout)
        return _Timed(super().connect_tcp(str(addresses[0]), port, left, local_address, socket_options))

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Refuse."""
        raise FetchError("it is not a public address")


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline of the request in hand."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there; nothing after the deadline."""
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        """Let go of the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted, by the same clock."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> object:
        """Say what httpcore wants to know of it."""
        return self._stream.get_extra_info(info)


def _left(timeout: float | None) -> float:
    """Give the seconds that a step may take.

    Raises:
        FetchError: There are none.
    """
    left = DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise FetchError("it takes too long", passing=True)
    return left if timeout is None else min(timeout, left)


class _Body(httpx.SyncByteStream):
    """The body of a response of httpcore, for httpx."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        """Let go of the connection."""
        if hasattr(self._stream, "close"):
            self._stream.close()


class PoolTransport(httpx.BaseTransport):
    """httpx over a pool of httpcore whose connections are checked."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        sent = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream if isinstance(request.stream, httpx.SyncByteStream) else None,
            extensions=request.extensions,
        )
        got = self._pool.handle_request(sent)
        body = _Body(got.stream)  # type: ignore[arg-type]
        return httpx.Response(got.status, headers=got.headers, stream=body, extensions=got.extensions)

    def close(self) -> None:
        """Let go of all connections."""
        self._pool.close()

"""Fetching a page or a feed from the web, within bounds: who may be reached, how much, how long, how often moved.

    fetch ──robots.txt──▶ request ──each connection: resolve, check, connect to what was checked──▶ bytes | redirect

An address that a stranger names must not reach what only this machine can: a connection goes to a public address or not
at all, after a redirect as well, and to the very address that was checked, so that a name cannot change between check
and use. Proxies of the environment are not asked, since they would resolve names themselves. Every read of a connection
ends at the deadline of its request, so that a server which sends its headers letter by letter holds nobody up.
"""

import ipaddress
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from ingest import __version__
from ingest.errors import FetchError
from ingest.sources.checked_connections import DEADLINE, Address, CheckedBackend, MayReach, PoolTransport
from ingest.sources.robots import LARGEST as ROBOTS_LARGEST
from ingest.sources.robots import NOTHING, Robots, read_robots

ROBOT = "kilde"
"""Our name in robots.txt."""

LARGEST = 20 * 1024 * 1024
"""Bytes of a page, unpacked."""

SECONDS = 30.0
"""For one address with all its redirects."""

MOVES = 5
"""Redirects that are followed."""

_STEP = 10.0
"""Seconds without a byte after which a server counts as silent."""
_ROBOTS_FOR = 3_600.0
_PORTS = frozenset({80, 443, 8080, 8443})
_MOVED = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address, port: int) -> bool:
    """Tell whether an address is one of the public Internet, and the port one of the web's.

    Addresses that hold another one (IPv4 in IPv6, 6to4, Teredo, NAT64) are not: what is behind them is not seen.
    """
    if isinstance(address, ipaddress.IPv6Address):
        hides = address.ipv4_mapped or address.sixtofour or address.teredo or address in _NAT64
        if hides:
            return False
    return port in _PORTS and address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave.

    Attributes:
        status: 200, or 304 where nothing has changed.
        content: Unpacked bytes.
        address: Where it was in the end.
        moved_to: The address to ask from now on, where every redirect was one for good; else "".
        headers: Names in small letters.
    """

    status: int
    content: bytes
    address: str
    moved_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """What the server calls it, such as "text/html"."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Fetcher:
    """Fetches addresses; safe to use from several threads."""

    def __init__(self, may_reach: MayReach = is_public) -> None:
        """Take who may be reached; anything but `is_public` is for tests, and no setting leads here."""
        pool = httpcore.ConnectionPool(network_backend=CheckedBackend(may_reach), max_connections=8, http2=False)
        self._client = httpx.Client(
            transport=PoolTransport(pool), timeout=_STEP, trust_env=False, follow_redirects=False
        )
        self._robots: dict[str, tuple[float, Robots]] = {}
        self._guard = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def fetch(self, address: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Fetch an address.

        Args:
            address: http or https, without user name or password.
            headers: Further ones, such as If-None-Match.

        Raises:
            FetchError: It cannot be had; the text says why, and whether it may be later.
        """
        deadline, at, for_good = time.monotonic() + SECONDS, address, True
        for _ in range(MOVES + 1):
            _expect_web(at)
            if not self._robots_of(at, deadline).allows(_target(at)):
                raise FetchError("robots.txt of that site asks not to fetch it")
            found = self._once(at, headers or {}, LARGEST, deadline)
            if found.status not in _MOVED or not (to := found.headers.get("location")):
                moved = at if for_good and at != address else ""
                return _usable(Fetched(found.status, found.content, at, moved, found.headers))
            for_good = for_good and found.status in _FOR_GOOD
            at = urljoin(at, to)
        raise FetchError(f"it is redirected more than {MOVES} times")

    def _once(self, address: str, headers: Mapping[str, str], largest: int, deadline: float) -> Fetched:
        """Ask once, without following anything."""
        DEADLINE.set(deadline)
        sent = {"User-Agent": f"{ROBOT}/{__version__}", "Accept-Encoding": "gzip, deflate", **headers}
        try:
            with self._client.stream("GET", address, headers=sent) as response:
                known = {name.lower(): value for name, value in response.headers.items()}
                content = b"" if response.status_code in _MOVED else _bounded(response.iter_bytes(), largest, deadline)
                return Fetched(response.status_code, content, address, headers=known)
        except FetchError:
            raise
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException, OSError) as error:
            if time.monotonic() >= deadline:
                raise FetchError("it takes too long", passing=True) from error
            raise FetchError(f"the server does not answer ({type(error).__name__})", passing=True) from error
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise FetchError("that is no address of a page") from error

    def _robots_of(self, address: str, deadline: float) -> Robots:
        """Give what a site asks of robots, read at most once an hour."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            known = self._robots.get(site)
        if known and known[0] > time.monotonic():
            return known[1]
        robots = self._read_robots(f"{site}/robots.txt", deadline)
        with self._guard:
            self._robots[site] = (time.monotonic() + _ROBOTS_FOR, robots)
        return robots

    def _read_robots(self, address: str, deadline: float) -> Robots:
        at = address
        for _ in range(MOVES + 1):
            _expect_web(at)
            found = self._once(at, {}, ROBOTS_LARGEST, deadline)
            if found.status in _MOVED and (to := found.headers.get("location")):
                at = urljoin(at, to)
            elif found.status >= 500 or found.status == 429:
                return NOTHING
            else:
                return read_robots(found.content.decode("utf-8", "replace") if found.status == 200 else "", ROBOT)
        return Robots()


def _usable(found: Fetched) -> Fetched:
    """Refuse what is not there, or not for us.

    Raises:
        FetchError: With the time to wait, where the server names one.
    """
    if found.status in {200, 304}:
        return found
    passing = found.status in {408, 425, 429} or found.status >= 500
    after = found.headers.get("retry-after", "")
    raise FetchError(
        f"the server answers with status {found.status}",
        passing=passing,
        after=float(after) if after.isdecimal() and len(after) < 7 else None,
        status=found.status,
    )


def _expect_web(address: str) -> None:
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise FetchError("only addresses that begin with http or https are fetched")


def _target(address: str) -> str:
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _bounded(pieces: Iterator[bytes], largest: int, deadline: float) -> bytes:
    """Read no more than so many bytes, and no longer than until then."""
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > largest:
            raise FetchError(f"it is larger than {largest // 1024**2 or 1} MiB")
        if time.monotonic() > deadline:
            raise FetchError("it takes too long", passing=True)
    return bytes(content)

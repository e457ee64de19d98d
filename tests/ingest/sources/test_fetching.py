"""Pages from the web, within bounds, against a real server; and which addresses are never reached."""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.errors import FetchError
from ingest.sources import fetching
from ingest.sources.fetching import MOVES, Fetcher, is_public
from ingest.sources.robots import read_robots
from tests.ingest.sources.web_server import WebServer, drips, drips_headers, floods, gives, here, moves, web, zipped

NOT_PUBLIC = (
    "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1", "fd00:ec2::254",
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web() as server:
        yield server


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_not_reached(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address), 443)


@pytest.mark.parametrize(
    ("address", "port", "reached"), [("8.8.8.8", 443, True), ("2606:4700::1111", 80, True), ("8.8.8.8", 22, False)]
)
def test_public_addresses_are_reached_at_ports_of_the_web(address: str, port: int, reached: bool) -> None:
    assert is_public(ipaddress.ip_address(address), port) is reached


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "017700000001", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_reached_however_it_is_written(server: WebServer, host: str) -> None:
    server.pages["/"] = gives(b"secret")
    with Fetcher(lambda address, _: is_public(address, 443)) as fetcher, pytest.raises(FetchError):
        fetcher.fetch(f"http://{host}:{server.server_port}/")
    assert server.asked == []


def test_a_redirect_leads_nowhere_else(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first site is let through by its name's address, the redirect behind it is checked like any other."""
    real = socket.getaddrinfo

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        return real("127.0.0.1" if host == "news.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.pages["/a"] = moves(f"http://127.0.0.2:{server.server_port}/b")
    server.pages["/b"] = gives(b"secret")
    only = ipaddress.ip_address("127.0.0.1")
    with Fetcher(lambda address, _: address == only) as fetcher, pytest.raises(FetchError, match="not a public"):
        fetcher.fetch(f"http://news.example:{server.server_port}/a")
    assert server.paths() == ["/a"]


def test_a_name_that_also_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (it, 80)) for it in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with Fetcher() as fetcher, pytest.raises(FetchError, match="not a public"):
        fetcher.fetch("http://rebinding.example/")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "http://u:p@a.example/",
        "http://",
        "x",
        "http://a.example:0/",
        "http://[::1",
    ],
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    with Fetcher() as fetcher, pytest.raises(FetchError, match="only addresses"):
        fetcher.fetch(address)


def test_a_page_comes_unpacked_with_its_type_and_where_it_is(server: WebServer) -> None:
    server.pages |= {"/old": moves("/new", 301), "/new": zipped(b"<p>Ferry</p>"), "/now": moves("/new", 302)}
    with here() as fetcher:
        for_good, for_now = fetcher.fetch(f"{server.url}/old"), fetcher.fetch(f"{server.url}/now")
    assert (for_good.content, for_good.media_type) == (b"<p>Ferry</p>", "text/html")
    assert for_good.address == for_good.moved_to == f"{server.url}/new"
    assert (for_now.address, for_now.moved_to) == (f"{server.url}/new", "")
    assert [path for path, _ in server.asked].count("/robots.txt") == 1


def test_bounds_hold(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 1.0)
    monkeypatch.setattr(fetching, "LARGEST", 1 << 20)
    server.pages |= {"/slow": drips, "/large": floods, "/round": moves("/round"), "/bomb": zipped(b"0" * (64 << 20))}
    with here() as fetcher:
        for path, said in (
            ("/slow", "too long"),
            ("/large", "larger than 1 MiB"),
            ("/bomb", "larger"),
            ("/round", "redirected"),
        ):
            with pytest.raises(FetchError, match=said):
                fetcher.fetch(f"{server.url}{path}")
    assert server.paths().count("/round") == MOVES + 1


@pytest.mark.parametrize("path", ["/robots.txt", "/page"])
def test_headers_that_drip_end_at_the_deadline(server: WebServer, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    server.pages |= {"/page": gives(b"<p>Here.</p>"), path: drips_headers}
    with here() as fetcher, pytest.raises(FetchError, match="it takes too long") as caught:
        fetcher.fetch(f"{server.url}/page")
    assert caught.value.passing
    assert server.hung_up.wait(30)


@pytest.mark.parametrize(("status", "passing"), [(404, False), (410, False), (403, False), (429, True), (503, True)])
def test_what_a_server_refuses_says_whether_to_come_again(server: WebServer, status: int, passing: bool) -> None:
    server.pages["/a"] = lambda handler: handler.give(status, Retry_After="120")
    with here() as fetcher, pytest.raises(FetchError, match=str(status)) as refused:
        fetcher.fetch(f"{server.url}/a")
    assert (refused.value.passing, refused.value.after, refused.value.status) == (passing, 120.0, status)


def test_robots_txt_is_honoured_and_while_it_cannot_be_read_nothing_is_fetched(server: WebServer) -> None:
    server.pages |= {"/private/a": gives(b"a"), "/a": gives(b"a")}
    server.pages["/robots.txt"] = gives(b"User-agent: *\nDisallow: /private/\n", "text/plain")
    with here() as fetcher:
        assert fetcher.fetch(f"{server.url}/a").content == b"a"
        with pytest.raises(FetchError, match=r"robots\.txt"):
            fetcher.fetch(f"{server.url}/private/a")
    server.pages["/robots.txt"] = lambda handler: handler.give(503)
    with here() as fetcher, pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher.fetch(f"{server.url}/a")
    assert server.paths() == ["/a"]


@pytest.mark.parametrize(
    ("text", "target", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", False),
        ("User-agent: *\nDisallow: /*?print", "/x?print=1", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?a", True),
        ("User-agent: kilde\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: Kilde/2.0\nUser-agent: other\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /%C3%A5", "/å", False),
        ("user-agent:*#x\ndisallow:/a#b", "/a", False),
        ("Disallow: /", "/a", True),
        ("User-agent: *\nDisallow: /a\nUser-agent: kilde\nDisallow: /b", "/a", True),
    ],
)
def test_rules_of_robots_txt(text: str, target: str, allowed: bool) -> None:
    assert read_robots(text, "kilde").allows(target) is allowed

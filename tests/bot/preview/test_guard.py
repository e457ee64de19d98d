"""What other pages and other machines get: nothing."""

import socket
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from bot.preview import Preview

OTHER = "http://evil.example"


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {"Host": "evil.example"}),
        ("GET", "/", {"Host": "127.0.0.1"}),
        ("GET", "/events", {"Host": "evil.example:80"}),
        ("GET", "/bot{token}/getMe", {"Host": "evil.example"}),
        ("GET", "/bot{token}/getMe", {"Origin": OTHER}),
        ("GET", "/events", {"Origin": OTHER}),
        ("GET", "/events", {"Origin": "null"}),
        ("GET", "/events", {"Sec-Fetch-Site": "cross-site"}),
        ("GET", "/download/file000001", {"Sec-Fetch-Site": "same-site"}),
        ("POST", "/act", {"Origin": OTHER}),
        ("POST", "/act", {}),
        ("POST", "/upload?as=1001&chat=1001&name=x", {}),
    ],
)
async def test_refused(preview: Preview, method: str, path: str, headers: dict[str, str]) -> None:
    preview.user("Sam")
    async with ClientSession() as session:
        address = preview.base_url + path.format(token=preview.token)
        async with session.request(method, address, headers=headers, json={}) as response:
            assert response.status == 403
    assert preview.world.files == {}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_its_own_page_is_welcome(preview: Preview, host: str) -> None:
    sam = preview.user("Sam")
    own = f"{host}:{urlsplit(preview.base_url).port}"
    async with ClientSession() as session:
        asked = {"do": "write", "as": sam.id, "chat": sam.id, "text": "hi"}
        headers = {"Host": own, "Origin": f"http://{own}"}
        async with session.post(f"{preview.base_url}/act", json=asked, headers=headers) as response:
            assert response.status == 200


async def test_every_answer_says_what_it_may_do(preview: Preview) -> None:
    async with ClientSession() as session:
        for path in ("/", "/site/app.js", "/no/such/page"):
            async with session.get(preview.base_url + path) as response:
                policy = response.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "frame-ancestors 'none'" in policy
                assert "require-trusted-types-for 'script'" in policy
                assert "unsafe" not in policy
                assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_it_listens_on_this_machine_only(preview: Preview) -> None:
    port = urlsplit(preview.base_url).port
    others = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {
        "127.0.0.1"
    }
    for address in others | {"127.0.0.2"}:
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((address, port), timeout=1)

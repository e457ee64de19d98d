"""The server, asked by the official client over real HTTP and real standard input and output; and who is refused."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from bot.mcp.server import KeyGuard, listening_at
from ingest.errors import SettingsError
from ingest.settings import CorpusSettings
from tests.bot.mcp.conftest import KEY

REPO = Path(__file__).parents[3]
TOOLS = ["search", "ask", "article", "list", "briefing"]
FERRY = "How many cars does the ferry Havsula carry?"


@asynccontextmanager
async def asking(address: str, key: str = KEY) -> AsyncIterator[Client]:
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        yield client


async def call(client: Client, tool: str, **arguments: Any) -> Any:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


async def refusal(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


def standing(quote: dict[str, Any]) -> str:
    """The lines of the file that a quotation names."""
    lines = (REPO / "seeds" / quote["source"]).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(lines[quote["first_line"] - 1 : quote["last_line"]])


async def test_it_offers_tools_that_only_read(address: str) -> None:
    async with asking(address) as client:
        tools = (await client.list_tools()).tools
    assert [tool.name for tool in tools] == TOOLS
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert all(tool.output_schema for tool in tools)


async def test_an_answer_quotes_what_stands_in_the_file(address: str) -> None:
    async with asking(address) as client:
        answer = await call(client, "ask", question=FERRY)
    assert answer["answered"]
    quotes = {quote["number"]: quote for quote in answer["quotes"]}
    assert all(quotes[number] for statement in answer["statements"] for number in statement["quotes"])
    assert all(quote["quote"] in standing(quote) for quote in quotes.values())
    assert quotes[1]["title"]
    assert quotes[1]["gives_orders"] is False


async def test_what_no_article_says_is_not_answered(address: str) -> None:
    async with asking(address) as client:
        answer = await call(client, "ask", question="Who won the chess championship of Reykjavik in 1985?")
    assert (answer["answered"], answer["statements"], answer["voice"]) == (False, [], None)


async def test_passages_are_narrowed_by_language_outlet_and_day(address: str) -> None:
    async with asking(address) as client:
        found = (await call(client, "search", words="ferry", languages=["NB"], limit=3))["passages"]
        assert {passage["language"] for passage in found} == {"nb"}
        assert all(passage["quote"] in standing(passage) for passage in found)
        dated = [article for article in (await call(client, "list"))["articles"] if article["published"]]
        newest, outlet = dated[0]["published"], dated[0]["outlet"]
        later = (await call(client, "list", since=newest))["articles"]
        earlier = (await call(client, "list", before=newest, limit=100))["articles"]
        ours = (await call(client, "search", words="ferry", outlets=[outlet.upper()]))["passages"]
    assert {article["published"] for article in later} == {newest}
    assert newest not in {article["published"] for article in earlier}
    assert {passage["outlet"] for passage in ours} == {outlet}


async def test_an_article_is_read_in_pieces_and_by_its_name_alone(address: str) -> None:
    async with asking(address) as client:
        listed = await call(client, "list", limit=100)
        source = listed["articles"][0]["source"]
        article = await call(client, "article", source=source)
        rest = await call(client, "article", source=source, first_line=2)
        outside = await refusal(client, "article", source="../pyproject.toml")
    assert listed["total"] == len(listed["articles"])
    assert article["text"] == (REPO / "seeds" / source).read_bytes().decode()
    assert article["text"].endswith(rest["text"])
    assert (article["last_line"], article["next_line"]) == (article["lines"], None)
    assert "There is no article of this source" in outside


async def test_a_briefing_tells_what_came_in(address: str) -> None:
    async with asking(address) as client:
        briefing = await call(client, "briefing", days=1, limit=2)
        about = await call(client, "briefing", subject="ferry", days=1)
    assert len(briefing["stories"]) == 2
    assert briefing["more"] > 0
    assert all(quote["quote"] in standing(quote) for story in briefing["stories"] for quote in story["quotes"])
    assert 0 < len(about["stories"]) < 2 + briefing["more"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search", {"words": "ferry", "outlets": ["Nobody"]}, "No article has the outlet “Nobody”; there are: "),
        ("ask", {"question": "Why so?", "languages": ["xx"]}, "No article has the language “xx”; there are: "),
        ("search", {"words": "?!"}, "There are no words in it"),
        ("search", {"words": "ferry", "limit": 1000}, "less than or equal to 20"),
        ("ask", {"question": "x" * 1001}, "at most 1000 characters"),
        ("list", {"since": "soon"}, "date"),
    ],
)
async def test_what_cannot_be_used_is_said(address: str, tool: str, arguments: dict[str, Any], said: str) -> None:
    async with asking(address) as client:
        assert said in await refusal(client, tool, **arguments)


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPTED = {"Accept": "application/json, text/event-stream"}


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "Bearer")],
        [("Authorization", f"Bearer {KEY}x")],
        [("Authorization", f"Bearer {KEY[:-1]}")],
        [("Authorization", f"Basic {KEY}")],
        [("Authorization", KEY)],
        [("X-Api-Key", KEY)],
        [("Authorization", f"Bearer {KEY}"), ("Authorization", "Bearer other")],
    ],
)
@pytest.mark.parametrize("path", ["", "/", "/../mcp", "?key=" + KEY])
def test_without_the_key_nothing_is_served(address: str, headers: list[tuple[str, str]], path: str) -> None:
    for method in ("GET", "POST", "DELETE", "OPTIONS"):
        sent = httpx.request(method, address + path, headers=[*ACCEPTED.items(), *headers], json=PING)
        assert sent.status_code == 401
        assert KEY not in sent.text


def test_with_the_key_it_answers_and_other_sites_pages_are_refused(address: str) -> None:
    own = {**ACCEPTED, "Authorization": f"bearer {KEY}"}
    assert httpx.post(address, headers=own, json=PING).status_code == 200
    assert httpx.post(address, headers=own | {"Host": "evil.example"}, json=PING).status_code == 421
    assert httpx.post(address, headers=own | {"Origin": "https://evil.example"}, json=PING).status_code == 403
    assert httpx.post(address, headers=own, content=b" " * 70_000).status_code == 413


class Forbidden:
    async def __call__(self, scope: object, receive: object, send: object) -> None:
        pytest.fail("The application was reached.")


@pytest.mark.parametrize("scope", [{"type": "http"}, {"type": "http", "headers": [(1, 2)]}, {"type": "websocket"}])
async def test_whatever_fails_while_the_key_is_looked_at_refuses(scope: dict[str, Any]) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await KeyGuard(Forbidden(), KEY)(scope, None, send)
    assert sent[0].get("status", 401) == 401
    assert sent[0]["type"] in {"http.response.start", "websocket.close"}


def test_a_port_that_is_taken_is_said() -> None:
    with listening_at(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"MCP_PORT {port} cannot be listened on"):
            listening_at(port)


@pytest.mark.slow
async def test_over_standard_input_and_output(seeds: CorpusSettings, tmp_path: Path) -> None:
    """The command itself; whatever else it says goes to standard error, or the client would fail over it."""
    settings = {"DATA_DIR": str(seeds.data_dir), "ARTICLES_DIR": str(seeds.articles_dir), "LLM_MODEL": "ollama:none"}
    environment = {**os.environ, **settings, "PYTHONPATH": str(REPO)}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "bot", "mcp"], env=environment, cwd=str(tmp_path)
    )
    before = sorted(path.name for path in seeds.data_dir.iterdir())
    async with Client(stdio_client(command)) as client:
        answer = await call(client, "ask", question=FERRY)
        assert len((await call(client, "search", words=FERRY))["passages"]) == 8
        assert (await call(client, "article", source=answer["quotes"][0]["source"]))["text"]
        assert (await call(client, "briefing", days=1))["stories"]
        assert (await call(client, "list"))["total"] == 12
    assert answer["answered"]
    assert answer["quotes"][0]["quote"] in standing(answer["quotes"][0])
    assert sorted(path.name for path in seeds.data_dir.iterdir()) == before
    assert list(tmp_path.iterdir()) == []

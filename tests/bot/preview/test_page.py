"""The page's wire: events out, gestures and files in."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientResponse, ClientSession
from telegram import Bot

from bot.preview import Person, Preview


@pytest.fixture
async def session(preview: Preview) -> AsyncIterator[ClientSession]:
    async with ClientSession(preview.base_url, headers={"Origin": preview.base_url}) as session:
        yield session


@pytest.fixture
def sam(preview: Preview) -> Person:
    return preview.user("Sam")


async def act(session: ClientSession, person: Person, do: str, **more: object) -> dict[str, Any]:
    async with session.post("/act", json={"do": do, "as": person.id, "chat": person.id, **more}) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == (400 if "error" in answer else 200)
        return answer


async def event(stream: ClientResponse) -> tuple[str, dict[str, Any]]:
    """The next event of the stream."""
    name = (await stream.content.readline()).decode().removeprefix("event: ").strip()
    data = json.loads((await stream.content.readline()).decode().removeprefix("data: "))
    await stream.content.readline()
    return name, data


async def test_the_stream_begins_with_everything(session: ClientSession, preview: Preview, sam: Person) -> None:
    nora = preview.user("Nora", language="nb")
    preview.chat("Desk", members=[sam])
    preview.chat("Elsewhere", members=[nora])
    async with session.get(f"/events?as={sam.id}") as stream:
        name, state = await event(stream)
    assert name == "state"
    assert state["me"] == sam.id
    assert [chat["title"] for chat in state["chats"]] == ["Kilde", "Desk"]
    assert [person["name"] for person in state["people"]] == ["Sam", "Nora"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("nn-NO,nn;q=0.9,en;q=0.8", "Nora"),
        ("fr, ar-EG;q=0.7, nb;q=0.8", "Nora"),
        ("ar", "عائشة"),
        ("fr", "Sam"),
        ("", "Sam"),
        ("nb;q=much, en", "Sam"),
    ],
)
async def test_the_page_opens_in_the_browsers_language(
    session: ClientSession, preview: Preview, sam: Person, header: str, name: str
) -> None:
    people = {"Sam": sam, "Nora": preview.user("Nora", language="nb"), "عائشة": preview.user("عائشة", language="ar")}
    async with session.get("/events?as=", headers={"Accept-Language": header}) as stream:
        _, state = await event(stream)
    assert state["me"] == people[name].id


async def test_what_happens_comes_as_events(
    session: ClientSession, telegram: Bot, preview: Preview, sam: Person
) -> None:
    await sam.says("hi")
    async with session.get(f"/events?as={sam.id}") as stream:
        await event(stream)
        await telegram.send_chat_action(sam.id, "typing")
        assert await event(stream) == ("action", {"chat": sam.id, "thread": None, "action": "typing"})
        await telegram.send_message_draft(sam.id, 1, "so far")
        name, draft = await event(stream)
        assert (name, draft["text"]) == ("draft", "so far")
        sent = await telegram.send_message(sam.id, "<b>all</b>", parse_mode="HTML")
        name, message = await event(stream)
        assert (name, message["text"]) == ("message", "all")
        assert message["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
        await telegram.edit_message_text("more", sam.id, sent.message_id)
        name, message = await event(stream)
        assert (name, message["text"], message["edited"]) == ("edited", "more", True)
        await telegram.delete_message(sam.id, sent.message_id)
        name, message = await event(stream)
        assert (name, message["id"]) == ("deleted", sent.message_id)


async def test_nobody_sees_the_chats_of_others(session: ClientSession, preview: Preview, sam: Person) -> None:
    nora = preview.user("Nora")
    await nora.says("secret")
    async with session.get(f"/events?as={sam.id}") as stream:
        _, state = await event(stream)
        assert "secret" not in json.dumps(state)
        await nora.says("more of it")
        await sam.says("hi")
        name, _ = await event(stream)
        assert name == "state"
        name, message = await event(stream)
        assert message["text"] == "hi"


@pytest.mark.parametrize("who", ["4711", "bot", "-1"])
async def test_a_stream_for_nobody(session: ClientSession, preview: Preview, sam: Person, who: str) -> None:
    who = str(preview.bot.id) if who == "bot" else who
    async with session.get(f"/events?as={who}") as response:
        assert response.status == 404


async def test_the_bot_is_asked_from_the_page(
    session: ClientSession, telegram: Bot, preview: Preview, sam: Person
) -> None:
    assert await act(session, sam, "write", text="when?") == {"message": 1}
    await act(session, sam, "edit", message=1, text="when exactly?")
    await act(session, sam, "react", message=1, emoji="👍")
    await act(session, sam, "delete", message=1)
    kinds = [update.to_dict().keys() - {"update_id"} for update in await telegram.get_updates()]
    assert kinds == [{"message"}, {"edited_message"}]
    assert preview.messages(sam.private) == []


@pytest.mark.parametrize(
    ("do", "more", "error"),
    [
        ("fly", {}, "There is no such gesture."),
        ("write", {"text": " "}, "A message needs text or a file."),
        ("write", {"text": "x", "chat": 5}, "There is no such chat."),
        ("write", {"text": "x", "chat": "five"}, "A number was expected."),
        ("write", {"text": "x", "thread": 5}, "There is no such topic."),
        ("write", {"text": "x", "as": 5}, "There is no such person."),
        ("tap", {"message": 1}, "There is no such button."),
        ("tap", {"message": 9}, "There is no such message."),
        ("edit", {"message": 1, "text": ""}, "A message needs text or a file."),
        ("choose", {"query": "5"}, "There is no such query."),
    ],
)
async def test_gestures_that_cannot_be(
    session: ClientSession, sam: Person, do: str, more: dict[str, object], error: str
) -> None:
    await sam.says("hi")
    async with session.post("/act", json={"do": do, "as": sam.id, "chat": sam.id} | more) as response:
        assert response.status == 400
        assert await response.json() == {"error": error}


async def test_nobody_writes_in_the_private_chat_of_another(
    session: ClientSession, preview: Preview, sam: Person
) -> None:
    nora = preview.user("Nora")
    assert await act(session, sam, "write", chat=nora.id, text="me") == {"error": "Sam is not in Nora."}


async def test_files_go_up_and_come_down_as_downloads_only(
    session: ClientSession, telegram: Bot, preview: Preview, sam: Person
) -> None:
    page = b"<script>alert(1)</script>"
    asked = {"as": str(sam.id), "chat": str(sam.id), "name": "../nå.html", "caption": "see"}
    async with session.post("/upload", params=asked, data=page) as response:
        assert await response.json() == {"message": 1}
    (update,) = await telegram.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert (update.message.document.file_name, update.message.caption) == ("nå.html", "see")
    async with session.get(f"/download/{update.message.document.file_id}") as response:
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''n%C3%A5.html"
        assert response.content_type == "application/octet-stream"
        assert await response.read() == page
    async with session.get("/download/none") as response:
        assert response.status == 404


async def test_only_the_pages_own_files_are_served(session: ClientSession) -> None:
    for path in ("/site/page.py", "/site/..%2fpage.py", "/site/"):
        async with session.get(path) as response:
            assert response.status == 404
    async with session.get("/site/app.js") as response:
        assert response.content_type == "text/javascript"


async def test_streams_end_with_the_preview() -> None:
    async with ClientSession() as session:
        async with Preview() as preview:
            preview.user("Sam")
            stream = await session.get(f"{preview.base_url}/events")
            await event(stream)
        assert await stream.content.read() == b""


async def test_the_next_morning_is_a_tap_away(session: ClientSession, preview: Preview, sam: Person) -> None:
    before = preview.clock.now()
    async with session.get(f"/events?as={sam.id}") as stream:
        await event(stream)
        answer = await act(session, sam, "morning", zone="Africa/Cairo")
        name, state = await event(stream)
    there = preview.clock.now().astimezone(ZoneInfo("Africa/Cairo"))
    assert (there.hour, there.minute) == (8, 5)
    assert timedelta(0) < preview.clock.now() - before < timedelta(hours=25)
    assert name == "state"
    assert abs(state["now"] - answer["now"]) < 5
    again = await act(session, sam, "morning", zone="../../etc/passwd")
    assert datetime.fromtimestamp(again["now"], UTC).hour == 8

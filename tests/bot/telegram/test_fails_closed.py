"""Access fails closed: whatever fails while a stranger is refused, no handler runs for them, in any kind of update."""

from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.memory import Person
from bot.memory.tables import AnswerRow, ChatRow, LedgerRow, PersonRow, SubscriptionRow, Table, VoteRow, WatchRow
from bot.preview import Preview
from bot.texts import Texts
from tests.bot.telegram.conftest import Kilde, Start
from tests.bot.telegram.faults import Broken, Faults

_NUMBERS = count(20_000)
TAPS = (
    *("sure:about", "sure:Europe/Oslo", "now:about", "show:1:1", "drop:1:1", "rest:1:1", "try:1"),
    *("cite:1:1", "near:1:1", "file:1:1", "copy:1:1", "told:1:1", "tofi:1:1", "vote:1:1", "list:2", "lang:nb"),
    *(
        "gaps:1",
        "subs:1",
        "admit:{id}",
        "more:1:1",
        "follow:1:1",
        "about:1:1",
        "zone:0",
        "watch:1:1",
        "unwatch:1:1",
        "erase:{id}",
        "log:1",
        "next:1:1",
        *("publish:1", "replace:1:1", "reject:1", "change:1:title", "undo:1", "withdraw:0123456789abcdef"),
        "gone:0123456789abcdef",
        "rubbish",
    ),
)
ELSEWHERE = ("channel_post", "edited_channel_post", "business_message", "edited_business_message", "guest_message")
Callback = Callable[[Any, Any], Coroutine[Any, Any, Any]]
ALLOWED = "on_membership"
"""The one handler that decides by itself whom it greets: it learns where the bot is, whoever brought it there."""


def said(who: dict[str, Any], chat: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    end = len(text.split()[0])
    kind = "bot_command" if text.startswith("/") else "mention" if text.startswith("@") else ""
    entities = [{"type": kind, "offset": 0, "length": end}] if kind else []
    now = int(datetime.now(UTC).timestamp())
    return {
        "message_id": next(_NUMBERS),
        "date": now,
        "chat": chat,
        "from": who,
        "text": text,
        "entities": entities,
    } | more


def updates(kilde: Kilde, who: dict[str, Any], chat: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """One update of every kind, and of every command and button that the application handles."""
    me = {"id": kilde.application.bot.id, "is_bot": True, "first_name": "Kilde", "username": "kilde_bot"}
    for command in sorted(commands(kilde)):
        for argument in ("", " 08:00 Oslo", f" {who['id']}"):
            yield "message", said(who, chat, f"/{command}@kilde_bot{argument}")
    replied = {"reply_to_message": said(me, chat, "Svar")}
    for text in ("Når åpner havnen?", "@kilde_bot når?", "/ask@kilde_bot når?", "/unknown@kilde_bot"):
        yield "message", said(who, chat, text)
        yield "message", said(who, chat, text, **replied)
        yield "edited_message", said(who, chat, text, edit_date=1)
    yield "message", said(who, chat, "/start " + "x" * 32)
    wordless = said(who, chat, "?", **replied)
    yield "message", {name: value for name, value in wordless.items() if name not in {"text", "entities"}}
    voice = {"voice": {"file_id": "file000001", "file_unique_id": "u1", "duration": 3, "file_size": 10}}
    yield "message", {name: value for name, value in wordless.items() if name not in {"text", "entities"}} | voice
    moved = {name: value for name, value in wordless.items() if name not in {"text", "entities", "reply_to_message"}}
    if chat["id"] < 0:
        yield "message", moved | {"migrate_to_chat_id": -1_009_000_000_001}
        yield "message", moved | {"migrate_from_chat_id": -1_009_000_000_002}
    for data in TAPS:
        query = {"id": "1", "from": who, "chat_instance": "1", "data": data.format(id=who["id"])}
        yield "callback_query", query | {"message": said(me, chat, "Svar")}
        yield "callback_query", query | {"message": {"message_id": 1, "date": 0, "chat": chat}}
        yield "callback_query", query | {"inline_message_id": "1"}
    member = {"user": me, "status": "member"}
    left = {"user": me, "status": "left"}
    for old, new in ((left, member), (member, left)):
        change = {"chat": chat, "from": who, "date": 1, "old_chat_member": old, "new_chat_member": new}
        yield "my_chat_member", change
    yield "inline_query", {"id": "1", "from": who, "query": "når?", "offset": ""}
    yield "chosen_inline_result", {"result_id": "1", "from": who, "query": "når?"}
    for kind in ELSEWHERE:
        yield kind, said(who, chat, "@kilde_bot når?")


def commands(kilde: Kilde) -> set[str]:
    handlers = kilde.application.handlers[0]
    return {name for handler in handlers if isinstance(handler, CommandHandler) for name in handler.commands}


def note_calls(kilde: Kilde) -> list[str]:
    """Gives the names of the handlers that run, to be filled."""
    called: list[str] = []
    for handler in kilde.application.handlers[0]:
        handler.callback = _noting(handler.callback, called)
    return called


def _noting(real: Callback, called: list[str]) -> Callback:
    async def callback(update: Update, context: Any) -> Any:
        called.append(real.__name__)
        return await real(update, context)

    return callback


async def handle(kilde: Kilde, kind: str, content: dict[str, Any]) -> None:
    update = Update.de_json({"update_id": next(_NUMBERS), kind: content}, kilde.application.bot)
    await kilde.application.process_update(update)


def stored(kilde: Kilde, *tables: type[Table]) -> list[Table]:
    from sqlalchemy.orm import Session

    with Session(kilde.memory._engine) as session:
        return [row for table in tables for row in session.scalars(select(table))]


def place(preview: Preview, number: int, private: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """A stranger whom the bot has never seen, and where they speak."""
    eve = preview.user(f"Eve {number}", language="nb")
    preview.world.private_chat(eve.user).started = True
    who = {"id": eve.id, "is_bot": False, "first_name": "Eve", "language_code": "nb"}
    if private:
        return who, {"id": eve.id, "type": "private", "first_name": "Eve"}
    group = preview.chat(f"Fremmede {number}", admins=[eve])
    return who, {"id": group.id, "type": "supergroup", "title": group.title}


@pytest.mark.slow
@pytest.mark.parametrize("private", [True, False])
async def test_whatever_fails_no_handler_runs_for_a_stranger(
    preview: Preview, start: Start, private: bool, caplog: pytest.LogCaptureFixture
) -> None:
    ola, faults = preview.user("Ola", language="nb"), Faults()
    async with start(access="private", admin_ids=frozenset({ola.id}), inline="on") as kilde:
        help_of_admin = (await preview.answer_to(await ola.says("/help"))).text
        called, numbers, failed = note_calls(kilde), count(), 0
        for kind, at in _every_update(kilde, preview, private):
            for fails_at in count(0):
                who, chat = place(preview, next(numbers), private)
                content = list(updates(kilde, who, chat))[at][1]
                called.clear()
                with faults.among(kilde):
                    faults.arm(fails_at)
                    await handle(kilde, kind, content)
                assert [name for name in called if kind != "my_chat_member" or name != ALLOWED] == [], content
                if fails_at and faults.done < fails_at:
                    break
                failed += fails_at > 0
        assert kilde.answerer.asked == []
        assert stored(kilde, SubscriptionRow, WatchRow, AnswerRow, VoteRow, LedgerRow) == []
        assert {row.role for row in stored(kilde, PersonRow) if isinstance(row, PersonRow)} == {"stranger"}
        assert not [row for row in stored(kilde, ChatRow) if isinstance(row, ChatRow) and row.admitted]
    said = {it.text for chat in preview.world.chats.values() for it in preview.messages(chat, by_bot=True)}
    refusals = {Texts("nb").text(f"access.{key}") for key in ("refused", "refused_group", "link_used")}
    assert {it for it in said if it not in refusals and "Eve" not in it and "Fremmede" not in it} == {help_of_admin}
    assert failed > 300
    caplog.clear()


def _every_update(kilde: Kilde, preview: Preview, private: bool) -> Iterator[tuple[str, int]]:
    who, chat = place(preview, -1, private)
    for at, (kind, _) in enumerate(updates(kilde, who, chat)):
        yield kind, at


async def test_each_of_these_updates_is_handled_for_whom_the_settings_let_in(preview: Preview, start: Start) -> None:
    who, chat = place(preview, 0, private=True)
    async with start(access="private", admin_ids=frozenset({who["id"]}), inline="on") as kilde:
        await preview.until_polled()
        called = note_calls(kilde)
        for kind, content in updates(kilde, who, chat):
            await handle(kilde, kind, content)
        handlers = kilde.application.handlers[0]
        assert {handler.callback.__name__ for handler in handlers} == {"callback"}  # every one is noted
        taps = [it for it in handlers if isinstance(it, CallbackQueryHandler) and it.pattern]
        unused = [it.pattern for it in taps if not any(it.pattern.match(tap.format(id=1)) for tap in TAPS)]  # type: ignore[union-attr]
        assert unused == [], "a button that no update above taps"
        assert {"on_inline", "on_voice"} <= set(called)
        assert len(called) >= len(commands(kilde)) * 3 + len(taps)
        assert len(set(called)) >= len(commands(kilde)) + 10


async def test_who_was_let_in_is_told_when_the_memory_fails_and_nobody_else(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, kari, eve = (preview.user(name) for name in ("Ola", "Kari", "Eve"))

    def broken(person_id: int) -> Person:
        raise Broken(person_id)

    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        kilde.memory.people.admit(kari.id)
        for person in (ola, kari, eve):
            await preview.answer_to(await person.says("Når?"))
        await kilde.settled()
        monkeypatch.setattr(kilde.memory.people, "get", broken)
        for person in (ola, kari, eve):
            before = len(preview.messages(person.private, by_bot=True))
            await person.says("Hvor?")
            await kilde.settled()
            assert len(preview.messages(person.private, by_bot=True)) - before == (person is not eve)
        assert len(kilde.answerer.asked) == 2

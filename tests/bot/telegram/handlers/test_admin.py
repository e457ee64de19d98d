"""What admins decide, on the running application."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Update

from bot.memory import Role
from bot.preview import Preview, Standing
from bot.preview.state import ChatKind
from bot.texts import Texts
from tests.bot.telegram.conftest import Kilde, Start, read

NB = Texts("nb")


async def test_admit_and_dismiss_by_id(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await eve.says("Når?")
        await kilde.settled()
        let_in = await preview.answer_to(await ola.says(f"/admit {eve.id}"))
        assert kilde.memory.people.get(eve.id).role is Role.MEMBER
        await preview.answer_to(await eve.says("Når?"))
        shut_out = await preview.answer_to(await ola.says(f"/dismiss {eve.id}"))
        assert kilde.memory.people.get(eve.id).role is Role.STRANGER
    assert read(let_in) == "Eve kan nå stille meg spørsmål."
    assert read(shut_out) == "Eve kan ikke lenger stille meg spørsmål."


async def test_admit_as_a_reply_and_alone_in_a_group(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], members=[eve], bot=Standing.ADMINISTRATOR)
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        said = await eve.says("Slipp meg inn", chat=group)
        await preview.answer_to(await ola.replies_to(said, "/admit@kilde_bot"))
        assert kilde.memory.people.get(eve.id).role is Role.MEMBER
        assert not kilde.memory.chats.get(group.id).admitted
        told = await preview.answer_to(await ola.says("/admit@kilde_bot", chat=group))
        assert "Redaksjonen" in told.text
        assert kilde.memory.chats.get(group.id).admitted
        await preview.answer_to(await eve.says("@kilde_bot Når?", chat=group))
        await preview.answer_to(await ola.says("/dismiss@kilde_bot", chat=group))
        assert not kilde.memory.chats.get(group.id).admitted


@pytest.mark.parametrize("argument", ["", "meg", "0", "9" * 30, "1.5", "--3"])
async def test_a_command_about_nobody_explains_itself(preview: Preview, start: Start, argument: str) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(access="private", admin_ids=frozenset({ola.id})):
        told = await preview.answer_to(await ola.says(f"/admit {argument}"))
    assert "/admit" in told.text
    assert read(told).startswith("Svar på en melding")


async def test_only_admins_let_in(preview: Preview, start: Start) -> None:
    eve = preview.user("Eve", language="nb")
    async with start() as kilde:
        told = await preview.answer_to(await eve.says(f"/admit {eve.id}"))
        assert kilde.memory.people.get(eve.id).role is Role.STRANGER
    assert told.text == NB.text("access.admins_only")


async def test_whom_the_settings_let_in_only_they_shut_out(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(access="private", admin_ids=frozenset({ola.id})):
        told = await preview.answer_to(await ola.says(f"/dismiss {ola.id}"))
        assert "innstillingene" in told.text
        assert await preview.answer_to(await ola.says("Når?"))


async def test_an_admin_who_adds_the_bot_to_a_group_lets_the_group_in(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], members=[eve], bot=Standing.LEFT)
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await ola.sets_bot(group, Standing.MEMBER)
        greeting = await preview.next_message(group)
        await preview.answer_to(await eve.says("@kilde_bot Når?", chat=group))
        await ola.sets_bot(group, Standing.LEFT)
        await kilde.settled()
        known = kilde.memory.chats.get(group.id)
    assert "/ask" in greeting.text
    assert (known.admitted, known.present, known.title) == (True, False, "Redaksjonen")


async def test_a_stranger_who_adds_the_bot_to_a_group_is_told_no(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    group = preview.chat("Fremmede", admins=[eve], bot=Standing.LEFT)
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await ola.says("/start")
        await kilde.settled()
        await eve.sets_bot(group, Standing.MEMBER)
        refused = await preview.next_message(group)
        await eve.sets_bot(group, Standing.LEFT)
        await eve.sets_bot(group, Standing.MEMBER)
        await kilde.settled()
        assert refused.text == NB.text("access.refused_group")
        assert len(preview.messages(group, by_bot=True)) == 1
        assert len([m for m in preview.messages(ola.private, by_bot=True) if "Fremmede" in m.text]) == 1
        assert not kilde.memory.chats.get(group.id).admitted


async def test_being_blocked_is_noted(preview: Preview, start: Start, caplog: pytest.LogCaptureFixture) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        await preview.answer_to(await ola.says("Når?"))
        await ola.blocks_bot()
        await kilde.settled()
        assert not kilde.memory.chats.get(ola.id).present
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def _moved(kind: str, old: int, new: int) -> dict[str, Any]:
    message = {"message_id": 77, "date": int(datetime.now(UTC).timestamp())}
    sender = {"from": {"id": 5, "is_bot": False, "first_name": "Ola"}}
    if kind == "to":
        return {**message, **sender, "chat": {"id": old, "type": "group", "title": "R"}, "migrate_to_chat_id": new}
    return {**message, **sender, "chat": {"id": new, "type": "supergroup", "title": "R"}, "migrate_from_chat_id": old}


@pytest.mark.parametrize("kinds", [("to", "from"), ("from",), ("to",)])
async def test_a_group_that_becomes_a_supergroup_stays_let_in(
    preview: Preview, start: Start, kinds: tuple[str, ...]
) -> None:
    ola = preview.user("Ola", language="nb")
    old = preview.chat("R", admins=[ola], kind=ChatKind.GROUP)
    new = preview.chat("R", admins=[ola])
    async with start(access="private", allowed_chats=frozenset({old.id})) as kilde:
        asked = await ola.says("@kilde_bot Når?", chat=old)
        await preview.answer_to(asked)
        for kind in kinds:
            await _put(kilde, _moved(kind, old.id, new.id))
        await preview.answer_to(await ola.says("@kilde_bot Når?", chat=new))
        assert kilde.memory.chats.get(new.id).admitted
        assert kilde.memory.answers.find(old.id, asked.id) is None


async def _put(kilde: Kilde, message: dict[str, Any]) -> None:
    await kilde.application.update_queue.put(
        Update.de_json({"update_id": 9, "message": message}, kilde.application.bot)
    )
    await kilde.settled()

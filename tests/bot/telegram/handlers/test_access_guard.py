"""Who may ask, on the running application with ACCESS=private."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.preview import Preview, Standing
from bot.preview.errors import ApiError
from bot.texts import Live, Texts
from tests.bot.telegram.conftest import Kilde, Start, labels, read, refuse

NB = Texts("nb")
REFUSED, REFUSED_GROUP = NB.text("access.refused"), NB.text("access.refused_group")


async def test_a_stranger_gets_one_sentence_and_the_admin_one_message(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve <b>", language="nb", username="eve")
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await preview.answer_to(await ola.says("/help"))
        for text in ("Når?", "Hvor?", "/start", "/sources"):
            await eve.says(text)
        await kilde.settled()
        told = preview.messages(eve.private, by_bot=True)
        announced = preview.messages(ola.private, by_bot=True)[1:]
    assert [message.text for message in told] == [REFUSED]
    assert [read(message) for message in announced] == [f"Eve <b> (@eve) (id {eve.id}) vil gjerne stille meg spørsmål."]
    assert labels(announced[0]) == ["Gi tilgang"]
    assert kilde.answerer.asked == []


async def test_the_admin_lets_a_stranger_in_with_the_button(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await ola.says("/help")
        await kilde.settled()
        await eve.says("Når?")
        await kilde.settled()
        request = preview.messages(ola.private, by_bot=True)[-1]
        await ola.taps(request, "Gi tilgang")
        await kilde.settled()
        await preview.answer_to(await eve.says("Når?"))
    assert len(kilde.answerer.asked) == 1
    assert "Eve" in preview.current(request).text
    assert preview.current(request).keyboard == ()
    assert NB.text("access.welcome", help=Live("/help")) in [message.text for message in preview.messages(eve.private)]


async def test_nobody_else_can_press_that_button(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    async with start(access="private", admin_ids=frozenset({ola.id}), allowed_chats=frozenset({eve.id})) as kilde:
        answer = await preview.answer_to(await eve.says("Når?"))
        query = await eve.taps_stale(answer, f"admit:{eve.id}")
        await preview.until(lambda: query.answered)
        assert query.text == NB.text("access.admins_only")
        assert kilde.memory.people.get(eve.id).role.value == "stranger"


async def test_allowed_chats_are_open_to_everybody_in_them(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola"), preview.user("Kari")
    group = preview.chat("Redaksjonen", admins=[ola], members=[kari])
    async with start(access="private", allowed_chats=frozenset({group.id})) as kilde:
        await preview.answer_to(await kari.says("@kilde_bot Når?", chat=group))
        await kari.says("Når?")
        await kilde.settled()
        assert len(kilde.answerer.asked) == 1


async def test_a_group_that_nobody_let_in_is_told_once_and_only_when_it_speaks_to_the_bot(
    preview: Preview, start: Start
) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    group = preview.chat("Fremmede", admins=[kari], bot=Standing.ADMINISTRATOR)
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await ola.says("/start")
        kilde.memory.people.admit(kari.id)
        await kari.says("Bare prat", chat=group)
        await kilde.settled()
        assert preview.messages(group, by_bot=True) == []
        for _ in range(3):
            said = await kari.says("@kilde_bot Når?", chat=group)
            await kari.edits(said, "@kilde_bot Hvor?")
        await kilde.settled()
    assert [message.text for message in preview.messages(group, by_bot=True)] == [REFUSED_GROUP]
    assert "Fremmede" in preview.messages(ola.private, by_bot=True)[-1].text
    assert kilde.answerer.asked == []


async def test_a_stranger_who_taps_an_old_button_is_told_why_not(preview: Preview, start: Start) -> None:
    eve = preview.user("Eve", language="nb")
    async with start():
        answer = await preview.answer_to(await eve.says("Når?"))
    async with start(access="private"):
        query = await eve.taps(answer, "[1]")
    assert query.text == REFUSED


async def test_the_first_start_prints_a_link_that_makes_its_opener_the_admin(
    preview: Preview, start: Start, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    kari = preview.user("Kari", language="nb")
    async with start(access="private") as kilde:
        await preview.answer_to(await eve.says("Slipp meg inn"))
        await kilde.settled()
        found = re.search(r"https://t\.me/kilde_bot\?start=([\w-]+)", capsys.readouterr().out)
        assert found is not None
        assert found[1] not in caplog.text
        assert (await preview.answer_to(await ola.says(f"/start {found[1]}"))).text == NB.text("access.claimed")
        used = await preview.answer_to(await kari.says(f"/start {found[1]}"))
        assert used.text == NB.text("access.link_used")
        await eve.says("Slipp meg inn, da")
        await kilde.settled()
        announced = [read(message) for message in preview.messages(ola.private, by_bot=True)]
        assert any(said.startswith("Kari") for said in announced)
        assert announced.count(f"Eve (@eve) (id {eve.id}) vil gjerne stille meg spørsmål.") == 1
        assert kilde.memory.people.admins() == (ola.id,)
        assert kilde.memory.people.get(ola.id).client == "nb"
    async with start(access="private"):
        await preview.answer_to(await ola.says("Når?"))
    assert "t.me" not in capsys.readouterr().out


@pytest.mark.parametrize("keys", [{"access": "public"}, {"access": "private", "admin_ids": frozenset({1})}])
async def test_no_link_where_it_is_not_needed(
    preview: Preview, start: Start, capsys: pytest.CaptureFixture[str], keys: dict[str, Any]
) -> None:
    ola = preview.user("Ola")
    async with start(**keys):
        await preview.answer_to(await ola.says("Når?"))
    assert capsys.readouterr().out == ""


def raw(chat: dict[str, Any], **message: Any) -> dict[str, Any]:
    """A message as the Bot API sends it, of a kind that the preview has no people for."""
    return {
        "message_id": 900,
        "date": int(datetime.now(UTC).timestamp()),
        "chat": chat,
        "text": "@kilde_bot?",
    } | message


def mention() -> list[dict[str, Any]]:
    return [{"type": "mention", "offset": 0, "length": 10}]


async def _send(kilde: Kilde, kind: str, content: dict[str, Any]) -> None:
    """Straight to the application: also kinds of updates that it asks Telegram not to send."""
    from telegram import Update

    update = Update.de_json({"update_id": 10_000, kind: content}, kilde.application.bot)
    await kilde.application.update_queue.put(update)
    await kilde.settled()


@pytest.mark.parametrize(
    "kind", ["channel_post", "edited_channel_post", "business_message", "edited_business_message", "guest_message"]
)
async def test_other_kinds_of_messages_are_left_alone(
    preview: Preview, start: Start, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    ola = preview.user("Ola")
    chat = {"id": -100123, "type": "channel", "title": "K"} if "channel" in kind else {"id": ola.id, "type": "private"}
    sender = {} if "channel" in kind else {"from": {"id": ola.id, "is_bot": False, "first_name": "Ola"}}
    async with start() as kilde:
        await preview.answer_to(await ola.says("Når?"))
        before = len(preview.messages(ola.private, by_bot=True))
        await _send(kilde, kind, raw(chat, **sender))
        assert len(kilde.answerer.asked) == 1
        assert len(preview.messages(ola.private, by_bot=True)) == before
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize(("sender", "heard"), [("anonymous", True), ("channel", True), ("bot", False)])
async def test_anonymous_administrators_and_channels_are_heard_and_bots_are_not(
    preview: Preview, start: Start, sender: str, heard: bool
) -> None:
    ola = preview.user("Ola")
    group = preview.chat("Redaksjonen", admins=[ola])
    chat = {"id": group.id, "type": "supergroup", "title": "Redaksjonen"}
    who: dict[str, Any] = {
        "anonymous": {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": chat},
        "channel": {
            "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
            "sender_chat": {"id": -100777, "type": "channel", "title": "Kanal"},
        },
        "bot": {"from": {"id": 555, "is_bot": True, "first_name": "Other", "username": "other_bot"}},
    }[sender]
    async with start() as kilde:
        await preview.answer_to(await ola.says("Når?"))
        await _send(kilde, "message", raw(chat, text="@kilde_bot Hvem?", entities=mention(), **who))
        assert len(kilde.answerer.asked) == (2 if heard else 1)
        assert len(preview.messages(group, by_bot=True)) == (1 if heard else 0)


async def test_a_link_with_any_other_words_is_like_any_word_of_a_stranger(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve", language="nb")
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        await preview.answer_to(await ola.says("/help"))
        for payload in ("fra-nettsiden", "a", "x" * 32, "kampanje_2031"):
            await eve.says(f"/start {payload}")
        await kilde.settled()
        assert [message.text for message in preview.messages(eve.private, by_bot=True)] == [REFUSED]
        assert len([it for it in preview.messages(ola.private, by_bot=True) if "Eve" in it.text]) == 1


@pytest.mark.parametrize("how", ["unstarted", "away"])
async def test_a_stranger_counts_as_announced_once_an_admin_was_told(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    group = preview.chat("Fremmede", admins=[eve])
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        with monkeypatch.context() as patch:
            if how == "away":
                await preview.answer_to(await ola.says("/help"))
                refuse("sendMessage", ApiError(400, "Bad Request: not now"), patch)
            await eve.says("Når?")
            await eve.says("@kilde_bot?", chat=group)
            await kilde.settled()
        await preview.answer_to(await ola.says("/help"))
        for _ in range(2):
            await eve.says("Når?")
            await eve.says("/help@kilde_bot", chat=group)
            await kilde.settled()
        told = [read(it) for it in preview.messages(ola.private, by_bot=True)]
    assert len([text for text in told if text.startswith("Eve")]) == 1
    assert len([text for text in told if "Fremmede" in text]) == 1


async def test_an_admin_who_cannot_be_written_to_is_not_tried_with_every_message(
    preview: Preview, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    eve = preview.user("Eve")
    async with start(access="private", admin_ids=frozenset({999})) as kilde:
        for _ in range(5):
            await eve.says("Når?")
            await kilde.settled()
    assert caplog.text.count("Admin 999 cannot be told") == 1


async def test_who_writes_is_there_again(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola"), preview.user("Kari")
    group = preview.chat("Redaksjonen", admins=[ola])
    async with start() as kilde:
        for chat in (ola.private, group):
            kilde.memory.chats.note_presence(chat.id, present=False)
        await preview.answer_to(await ola.says("Når?"))
        await kari.says("Når?")
        await kilde.settled()
        assert kilde.memory.chats.get(ola.id).present
        assert not kilde.memory.chats.get(group.id).present
        await ola.says("bare prat", chat=group)
        await kilde.settled()
        assert kilde.memory.chats.get(group.id).present


async def test_the_bot_comes_and_goes_whoever_is_behind_it(preview: Preview, start: Start) -> None:
    group = preview.chat("Redaksjonen", admins=[preview.user("Ola")])
    chat = {"id": group.id, "type": "supergroup", "title": "Redaksjonen"}
    keeper = {"id": 555, "is_bot": True, "first_name": "Keeper", "username": "keeper_bot"}
    async with start() as kilde:
        await preview.until_polled()
        me = {"id": kilde.application.bot.id, "is_bot": True, "first_name": "Kilde"}
        for old, new in (("member", "left"), ("left", "member"), ("member", "kicked")):
            change: dict[str, Any] = {"chat": chat, "from": keeper, "date": 1}
            for name, status in (("old_chat_member", old), ("new_chat_member", new)):
                change[name] = {"user": me, "status": status} | ({"until_date": 0} if status == "kicked" else {})
            await _send(kilde, "my_chat_member", change)
            assert kilde.memory.chats.get(group.id).present is (new == "member")

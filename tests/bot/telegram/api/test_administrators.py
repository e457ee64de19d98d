"""Who decides for a group, where Telegram answers one question, another, or none."""

import pytest

from bot.memory import Place
from bot.preview import Preview, Standing
from bot.preview.errors import ApiError, refused
from bot.texts import Texts
from tests.bot.telegram.conftest import Start, refuse

HIDDEN, AWAY = refused("Bad Request: member list is inaccessible"), ApiError(502, "Bad Gateway")


@pytest.mark.parametrize("command", ["/subscribe@kilde_bot 8 Oslo", "/quiet@kilde_bot sun", "/unsubscribe@kilde_bot"])
@pytest.mark.parametrize("error", [HIDDEN, AWAY])
async def test_the_list_of_administrators_is_asked_where_a_member_cannot_be(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, command: str, error: ApiError
) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    group = preview.chat("Desk", admins=[ola], members=[eve])
    only = Texts("en").text("subscribe.admins_only")
    async with start():
        refuse("getChatMember", error, monkeypatch)
        assert (await preview.answer_to(await ola.says(command, chat=group))).text != only
        assert (await preview.answer_to(await eve.says(command, chat=group))).text == only


async def test_where_telegram_cannot_say_that_is_said_and_nothing_is_done(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, unknown = preview.user("Ola"), Texts("en").text("group.admins_unknown")
    group = preview.chat("Desk", admins=[ola], bot=Standing.MEMBER)
    async with start() as kilde:
        offered = await preview.answer_to(await ola.says("/language@kilde_bot", chat=group))
        for method in ("getChatMember", "getChatAdministrators"):
            refuse(method, AWAY, monkeypatch)
        told = await preview.answer_to(await ola.says("/subscribe@kilde_bot 8 Oslo", chat=group))
        tapped = await ola.taps(offered, "Norsk")
        assert kilde.memory.subscriptions.of(Place(group.id)) == []
        assert kilde.memory.chats.get(group.id).language is None
    assert told.text == tapped.text == unknown

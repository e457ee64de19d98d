"""What Telegram refuses, on the running application."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from telegram.error import ChatMigrated

from bot.memory import AsyncMemory, Memory, database_url
from bot.preview import Preview
from bot.preview.errors import ApiError
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.views.layout import Page
from bot.telegram.views.reply import Reply, words
from bot.texts import LANGUAGES, Texts
from tests.bot.telegram.conftest import Scripted, Start, labels, read, refuse
from tests.bot.telegram.samples import DECLINED


async def test_refused_markup_is_sent_plain_with_its_buttons(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Page, "html", property(lambda page: f"<b>{page.plain}</blockquote>"))
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Hvem?": DECLINED})) as kilde:
        asked = await ola.says("Når?")
        answer = await preview.answer_to(asked)
        await ola.edits(asked, "Hvem?")
        await kilde.settled()
    assert read(answer).startswith("Havnen i Vardø")
    assert answer.content.entities == () or all(entity.type != "bold" for entity in answer.content.entities)
    assert labels(answer) == ["[1]", "[2]", "👍", "👎"]
    assert read(preview.current(answer)).startswith(Texts("nb").text("answer.abstained"))
    assert "refused the markup" in caplog.text


async def test_too_many_requests_are_waited_out(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refuse("sendMessage", ApiError(429, "Too Many Requests: retry after 1", 1), monkeypatch, times=1)
    ola = preview.user("Ola")
    async with start():
        assert await preview.answer_to(await ola.says("Når?"))
    assert len(refused) == 1


async def test_a_group_that_moves_while_it_waits_gets_its_answer(tmp_path: Path) -> None:
    class Moving:
        """A bot whose group has moved; python-telegram-bot's own class cannot be pointed at one."""

        def __init__(self) -> None:
            self.sent: list[tuple[int, object]] = []

        async def send_message(self, chat_id: int, text: str, **more: object) -> object:
            if chat_id == -5:
                raise ChatMigrated(-1005)
            self.sent.append((chat_id, more["reply_parameters"]))
            return SimpleNamespace(message_id=len(self.sent))

    memory, bot = Memory(database_url(None, tmp_path)), Moving()
    pages = Reply((*words("a", Texts("en")).pages, *words("b", Texts("en")).pages))
    sent = await Sender(AsyncMemory(memory), frozenset({-5})).send(bot, Spot(-5, None, 9), pages)  # type: ignore[arg-type]
    assert sent == [1, 2]
    assert bot.sent == [(-1005, None), (-1005, None)]
    assert memory.chats.get(-1005).admitted
    memory.close()


async def test_an_error_other_than_markup_is_not_hidden_by_sending_plain(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    refused = refuse("sendMessage", ApiError(400, "Bad Request: chat not found"), monkeypatch)
    ola = preview.user("Ola")
    async with start() as kilde:
        await ola.says("Når?")
        await kilde.settled()
    assert len(refused) == 2
    assert "Nor could the asker be told." in caplog.text


async def test_typing_and_commands_may_fail(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    typed = refuse("sendChatAction", ApiError(400, "Bad Request: no"), monkeypatch)
    published = refuse("setMyCommands", ApiError(400, "Bad Request: no"), monkeypatch)
    ola = preview.user("Ola")
    async with start():
        assert await preview.answer_to(await ola.says("Når?"))
    assert typed
    assert published
    assert "could not be published" in caplog.text


async def test_texts_of_other_languages_are_published(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    async with start(access="private", admin_ids=frozenset({ola.id})):
        await preview.answer_to(await ola.says("Når?"))
    menus = preview.world.bot.commands
    assert {language for _, language in menus} == {"", "no", "nn", *LANGUAGES} - {"en"}
    assert len({scope for scope, _ in menus}) == 3
    described = {command.description for menu in menus.values() for command in menu}
    assert Texts("ar").text("command.sources") in described
    assert Texts("nb").text("command.admit") in described

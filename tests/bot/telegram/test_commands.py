"""One registry of commands: the handlers, the menus and /help are made from it."""

import pytest
from telegram.ext import CommandHandler

from bot.preview import Preview
from bot.telegram.addressing import ASKING
from bot.telegram.commands import COMMANDS, Scope, in_menu
from bot.telegram.views.help_page import help_text
from bot.texts import LANGUAGES, Live, Texts
from tests.bot.telegram.conftest import Start

NOT_EXPLAINED = {"start", "subscriptions", "quiet"}
"""Who is on the page has started already; the two others are explained where something is subscribed to."""


async def test_every_command_has_one_handler_and_those_that_cost_have_a_check_before(
    preview: Preview, start: Start
) -> None:
    async with start() as kilde:
        handlers = kilde.application.handlers
        named = [
            [name for handler in handlers[group] if isinstance(handler, CommandHandler) for name in handler.commands]
            for group in (0, -1)
        ]
    assert sorted(named[0]) == sorted(command.name for command in COMMANDS if not command.asks)
    assert sorted(named[1]) == sorted(command.name for command in COMMANDS if command.costly)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_a_menu_and_on_the_page(language: str) -> None:
    texts = Texts(language)
    page = help_text(texts, Live("/ask"), editor=True, admin=True)
    assert all(texts.text(f"command.{command.name}") for command in COMMANDS)
    assert {command.name for command in COMMANDS if command.live not in page} <= NOT_EXPLAINED
    assert set(in_menu(*Scope)) == {command.name for command in COMMANDS}


def test_what_begins_a_question_is_read_as_one() -> None:
    assert set(ASKING) == {command.name for command in COMMANDS if command.asks}


def test_what_only_admins_may_is_in_no_other_menu() -> None:
    assert in_menu(Scope.ADMIN) == ("admit", "dismiss", "unanswered", "log", "usage")
    assert not set(in_menu(Scope.ADMIN)) & set(in_menu(Scope.ANYWHERE, Scope.PRIVATE, Scope.GROUP))

"""What Telegram's apps are told about the bot: its commands, per language and scope. A nicety: failures are logged."""

import asyncio
import logging
from collections.abc import Callable, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.telegram.commands import Scope, in_menu
from bot.telegram.views.inert import inert
from bot.texts import LANGUAGES, Texts

_CODES = ("", *(code for code in LANGUAGES if code != "en"), "no", "nn")
"""Telegram's clients look for their own language, then for "" (core.telegram.org/bots/api#botcommandscope)."""

_LONGEST_DESCRIPTION = 512
"""Characters (core.telegram.org/bots/api#setmydescription)."""

logger = logging.getLogger(__name__)


async def publish(bot: Bot, admins: Iterable[int]) -> None:
    """Publish all commands; what Telegram refuses is logged."""
    scopes: list[tuple[BotCommandScope, tuple[str, ...]]] = [
        (BotCommandScopeAllPrivateChats(), in_menu(Scope.ANYWHERE, Scope.PRIVATE)),
        (BotCommandScopeAllGroupChats(), in_menu(Scope.ANYWHERE, Scope.GROUP)),
    ]
    calls = [_set(bot, scope, names, code) for scope, names in scopes for code in _CODES]
    await asyncio.gather(*calls, *(publish_for_admin(bot, admin) for admin in admins))


async def describe(bot: Bot, about: Callable[[Texts], str]) -> None:
    """Publish what is shown in an empty chat, per language; `about` may read the index, and is called in a thread."""
    for code in _CODES:
        said = await asyncio.to_thread(about, Texts(code))
        try:
            await bot.set_my_description(_inert(said)[:_LONGEST_DESCRIPTION], language_code=code or None)
        except TelegramError as error:
            logger.warning("The description for %r could not be published: %s", code, error.message)


def _inert(said: str) -> str:
    return "\n".join(inert(line) for line in said.split("\n"))


async def publish_for_admin(bot: Bot, admin: int) -> None:
    """Publish the commands that only admins have, in their own private chat."""
    scope, names = BotCommandScopeChat(admin), in_menu(Scope.ANYWHERE, Scope.PRIVATE, Scope.EDITOR, Scope.ADMIN)
    await asyncio.gather(*(_set(bot, scope, names, code) for code in _CODES))


async def publish_for_editor(bot: Bot, editor: int) -> None:
    """Publish the commands that editors have, in their own private chat."""
    scope, names = BotCommandScopeChat(editor), in_menu(Scope.ANYWHERE, Scope.PRIVATE, Scope.EDITOR)
    await asyncio.gather(*(_set(bot, scope, names, code) for code in _CODES))


async def _set(bot: Bot, scope: BotCommandScope, names: tuple[str, ...], code: str) -> None:
    texts = Texts(code)
    commands = [BotCommand(name, texts.text(f"command.{name}")) for name in names]
    try:
        await bot.set_my_commands(commands, scope=scope, language_code=code or None)
    except TelegramError as error:
        logger.warning("The commands for %s in %r could not be published: %s", scope.type, code, error.message)

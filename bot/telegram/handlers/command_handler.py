"""The handler of a command: what Telegram marks as one, in text or caption, as `bot.telegram.addressing` reads it.

python-telegram-bot's own looks only at texts, and only at a command that is the very first thing in them.
"""

from typing import Any

from telegram import Update
from telegram.ext import CommandHandler

from bot.telegram.addressing import Me, command_in
from bot.telegram.context import Context


class MarkedCommandHandler(CommandHandler[Context, Any]):
    """Handles new messages that begin with the command; edited ones are no commands any more."""

    def check_update(self, update: object) -> tuple[list[str], bool] | None:
        """Tell whether to handle an update."""
        message = update.message if isinstance(update, Update) else None
        if message is None:
            return None
        bot = message.get_bot()
        command = command_in(message, Me(bot.id, bot.username or ""))
        mine = command is not None and command.mine and command.name in self.commands
        return ([], True) if mine else None

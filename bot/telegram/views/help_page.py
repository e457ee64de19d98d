"""The page that explains everything, and what admins are told besides. Pure."""

from bot.telegram.commands import COMMANDS
from bot.texts import Live, Texts


def help_text(texts: Texts, ask: Live, *, admin: bool = False) -> str:
    """Give the page that explains everything; `ask` is the command that reaches the bot in a group."""
    commands = {command.name: command.live for command in COMMANDS} | {"ask": ask}
    page = texts.text("help.text", **commands)
    return page + "\n\n" + texts.text("help.admin", **commands) if admin else page

"""The page that explains everything, and what editors and admins are told besides. Pure."""

from bot.telegram.commands import COMMANDS
from bot.texts import Live, Texts


def help_text(texts: Texts, ask: Live, *, editor: bool = False, admin: bool = False) -> str:
    """Give the page that explains everything; `ask` is the command that reaches the bot in a group."""
    commands = {command.name: command.live for command in COMMANDS} | {"ask": ask}
    keys = ["help.text", *(["help.editor"] if editor else []), *(["help.admin"] if admin else [])]
    return "\n\n".join(texts.text(key, **commands) for key in keys)

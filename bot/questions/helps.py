"""Helps: which command does what a question asks of the bot rather than of the articles. Pure.

Takes a question that was not answered; gives the name of a command, or nothing. Words stand in `helps.toml`.
"""

from bot.questions.words import has, known, phrases, tokens

HELPS = ("sources", "corpus", "subscribe", "language")
"""Commands, without the slash."""

_FILE = "helps.toml"


def help_for(text: str) -> str | None:
    """Name the command that does what a question wants, in whichever language it is asked."""
    words = tokens(text)
    asked = (name for name in HELPS if any(has(words, phrases(name, code, _FILE)) for code in known(_FILE)))
    return next(asked, None)

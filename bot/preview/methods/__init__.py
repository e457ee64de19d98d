"""The Bot API's methods, by what they are about; importing this package enters them all in `registry`."""

from bot.preview.methods import account, chats, editing, files, queries, receiving, sending
from bot.preview.methods.registry import find

__all__ = ["account", "chats", "editing", "files", "find", "queries", "receiving", "sending"]

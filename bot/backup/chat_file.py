"""The file of one chat: written for its owner alone, never over another file; read with all doubt."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from bot.memory import Memory, database_url
from bot.memory.chat_copy import ChatCopy
from bot.settings import BotSettings
from ingest.errors import BackupError

_LONGEST = 1 << 30
"""Bytes of the longest file that is read."""


def export_chat(settings: BotSettings, chat_id: int, target: Path) -> ChatCopy:
    """Write all of a chat to a file that does not exist yet.

    Raises:
        BackupError: Nothing is known of the chat, or the file exists or cannot be written.
        SettingsError: The database cannot be opened.
    """
    with _memory(settings) as memory:
        copy = memory.copies.of(chat_id)
    try:
        target.touch(0o600, exist_ok=False)
        target.write_text(copy.model_dump_json(indent=1), "utf-8")
    except FileExistsError:
        raise BackupError(f"{target} exists; name a file that does not, for nothing is overwritten.") from None
    except OSError as error:
        raise BackupError(f"{target} cannot be written ({error.strerror}).") from error
    return copy


def import_chat(settings: BotSettings, source: Path) -> tuple[int, int]:
    """Put such a file into the database; gives the id of the chat and how many rows that were.

    Raises:
        BackupError: The file cannot be read or does not fit; nothing was changed.
        SettingsError: The database cannot be opened.
    """
    try:
        if source.stat().st_size > _LONGEST:
            raise BackupError(f"{source} is too long for the file of a chat.")
        copy = ChatCopy.model_validate_json(source.read_bytes())
    except OSError as error:
        raise BackupError(f"{source} cannot be read ({error.strerror}).") from error
    except ValidationError:
        raise BackupError(f"{source} is damaged, or no chat of Kilde; nothing was imported.") from None
    with _memory(settings) as memory:
        return copy.chat, memory.copies.put(copy)


@contextmanager
def _memory(settings: BotSettings) -> Iterator[Memory]:
    memory = Memory(database_url(settings.database_url, settings.data_dir))
    try:
        yield memory
    finally:
        memory.close()

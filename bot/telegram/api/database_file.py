"""The ground the bot stands on: its database file. Without it a running bot would go on writing into nothing."""

import asyncio
from pathlib import Path

_EVERY = 5.0
"""Seconds between two looks."""
_LOOKS = 3
"""So many looks in a row it must be gone: a backup program may replace a folder in between."""


async def until_gone(file: Path | None, every: float = _EVERY) -> str:
    """Return, with one sentence for whoever runs the bot, once the file is gone or another is in its place.

    Never returns where there is no file, as with a database server.
    """
    first, missing = _identity(file), 0
    while file is None or first is None or missing < _LOOKS:
        await asyncio.sleep(every)
        missing = missing + 1 if file is not None and _identity(file) != first else 0
    return (
        f"The database {file} was taken away while the bot ran; put it back, or start the bot to begin with a new one."
    )


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Give what tells a file from any other, wherever it is moved; None if it is not there."""
    try:
        found = file.stat() if file is not None else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found is not None else None

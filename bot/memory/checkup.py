"""A look at the database from outside, which changes nothing: not migrated, not even made.

Takes the address and gives a Checkup, or says in one sentence why it cannot be read. Never holds the address.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.memory.database_failures import failure_of
from bot.memory.ledger import BriefingState
from bot.memory.people import Role
from bot.memory.tables import InboxRow, LedgerRow, PersonRow
from bot.memory.update_inbox import InboxStage

_MIGRATIONS = Path(__file__).parent / "migrations"
_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Checkup:
    """What the database looks like.

    Attributes:
        damage: What SQLite says is wrong with its file; "" if nothing is.
        revision: Of its tables; None where there are none yet.
        known: Whether this version of Kilde knows that revision.
        newest: Whether it is the newest one; the rest is only looked at then.
        admins: How many people are admins.
        waiting: Updates that were received and are not handled yet.
        last_briefing: When the last one was claimed, and what became of it; None where there was none.
        lost: How many briefings were lost, of those that are kept.
    """

    damage: str
    revision: str | None
    known: bool
    newest: bool
    admins: int = 0
    waiting: int = 0
    last_briefing: tuple[datetime, BriefingState] | None = None
    lost: int = 0


class CannotBeRead(Exception):
    """The database cannot be read; the text is a clause without a full stop that holds no secret."""


def look_at(url: URL) -> Checkup:
    """Look at a database.

    Raises:
        CannotBeRead: It is locked, damaged, out of reach, or its driver is missing.
    """
    engine = None
    try:
        engine = _reading(url)
        return _look(engine)
    except ModuleNotFoundError as error:
        raise CannotBeRead(f"the package {error.name} is not installed") from None
    except (NoSuchModuleError, OSError, SQLAlchemyError, sqlite3.Error) as error:
        raise CannotBeRead(failure.value if (failure := failure_of(error)) else type(error).__name__) from None
    finally:
        if engine is not None:
            engine.dispose()


def _reading(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, connect_args={"connect_timeout": _SECONDS})
    address = f"{Path(url.database or '').absolute().as_uri()}?mode=ro"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, timeout=_SECONDS, uri=True))


def _look(engine: Engine) -> Checkup:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with Session(engine) as session:
        damage = _damage(session) if engine.dialect.name == "sqlite" else ""
        if damage:
            return Checkup(damage, None, known=False, newest=False)
        revision = _revision(session, engine)
        known = revision in {script.revision for script in scripts.walk_revisions()}
        if revision != scripts.get_current_head():
            return Checkup("", revision, known=known, newest=False)
        return _contents(session, revision)


def _contents(session: Session, revision: str | None) -> Checkup:
    newest = select(LedgerRow.claimed_at, LedgerRow.state).order_by(LedgerRow.claimed_at.desc()).limit(1)
    last = session.execute(newest).one_or_none()
    lost = select(func.count()).select_from(LedgerRow).where(LedgerRow.state == BriefingState.LOST.value)
    waiting = select(func.count()).select_from(InboxRow).where(InboxRow.stage != InboxStage.SETTLED.value)
    admins = select(func.count()).select_from(PersonRow).where(PersonRow.role == Role.ADMIN.value)
    return Checkup(
        "",
        revision,
        known=True,
        newest=True,
        admins=session.scalar(admins) or 0,
        waiting=session.scalar(waiting) or 0,
        last_briefing=(last[0], BriefingState(last[1])) if last else None,
        lost=session.scalar(lost) or 0,
    )


def _damage(session: Session) -> str:
    found = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    return "" if found == "ok" else str(found)


def _revision(session: Session, engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()

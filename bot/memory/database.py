"""The database itself: opened, migrated to the newest schema, closed.

Takes a URL, gives a Memory with its repositories; the only module that knows one database from another.
"""

import errno
import logging
import sqlite3
from pathlib import Path
from time import monotonic, sleep

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from bot.memory.answers import Answers
from bot.memory.audit import AuditLog
from bot.memory.chat_copy import ChatCopies
from bot.memory.chats import Chats
from bot.memory.database_failures import DatabaseFailure, failure_of
from bot.memory.drafts import Drafts
from bot.memory.ledger import Ledger
from bot.memory.links import AdminLinks
from bot.memory.model_use import ModelUse
from bot.memory.people import People
from bot.memory.personal_data import PersonalData
from bot.memory.retention import Retention
from bot.memory.spending import Spending
from bot.memory.stories import Stories
from bot.memory.subscriptions import Subscriptions
from bot.memory.update_inbox import Inbox
from bot.memory.votes import Votes
from bot.memory.watches import Watches
from ingest.errors import SettingsError
from ingest.installing import install_command

_PATIENCE = 10.0
"""Seconds that a writer waits for another one in SQLite."""
_CHECK = "The database cannot be opened; check DATABASE_URL and, for SQLite, that DATA_DIR can be written to."
_CANNOT_OPEN = {
    DatabaseFailure.LOCKED: "The database is locked by another program; end that one, or wait for it, and start again.",
    DatabaseFailure.FULL: "The disk that the database is on is full; make room and start again.",
    DatabaseFailure.DAMAGED: "The database is damaged; put a backup in its place, or move it away to begin with an "
    "empty one.",
    DatabaseFailure.GONE: _CHECK,
    DatabaseFailure.OTHER: _CHECK,
}
_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 7_304_215_688_801
"""Any number: the advisory lock under which PostgreSQL is migrated by one process at a time."""


def database_url(configured: SecretStr | None, data_dir: Path) -> URL:
    """Give the address of the database: the configured one, or the file `kilde.db` under DATA_DIR.

    Raises:
        SettingsError: If it is not a database URL.
    """
    if configured is None:
        return URL.create("sqlite", database=str(data_dir / "kilde.db"))
    try:
        url = make_url(configured.get_secret_value())
    except ArgumentError:
        raise SettingsError("DATABASE_URL must be a sqlite:/// or postgresql:// address.") from None
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def database_file(configured: SecretStr | None, data_dir: Path) -> Path | None:
    """Give the file of the database; None where it is a server's, or in memory."""
    url = database_url(configured, data_dir)
    in_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
    return Path(url.database or "") if in_file else None


class Memory:
    """Everything the bot remembers.

    Attributes:
        people: Who may ask, who is an admin.
        chats: Which groups may ask.
        answers: Every answer given.
        links: The one-time link for the first admin.
        votes: What people thought of answers.
        subscriptions: Which chats want briefings, and when.
        ledger: Every briefing, claimed before it is sent.
        watches: Who wants to be told when a declined question is answered.
        stories: Which article belongs to which story.
        retention: Removes what is too old.
        inbox: Every update until it is handled.
        spending: What people have asked today.
        audit: What admins did.
        drafts: What the editor's desk looks at.
        model_use: What of a language model was used, for whom, by day.
        personal: What is stored of one person, in all tables.
        copies: One chat out of this database and into another.
    """

    def __init__(self, url: URL) -> None:
        """Open the database and bring its tables up to date.

        Raises:
            SettingsError: If it cannot be opened, or its driver is not installed.
        """
        try:
            self._engine = _engine(url)
            _migrated(self._engine)
        except ModuleNotFoundError as error:
            raise SettingsError(
                f"DATABASE_URL needs the package {error.name}; run {install_command('postgres', 'psycopg[binary]')}"
            ) from None
        except CommandError:
            raise SettingsError(
                "The database was written by a newer version of Kilde; install that one, or set DATABASE_URL to "
                "another database."
            ) from None
        except (NoSuchModuleError, OSError, SQLAlchemyError) as error:
            logging.getLogger(__name__).debug("The database cannot be opened.", exc_info=error)
            raise SettingsError(_CANNOT_OPEN[failure_of(error) or _of_system(error)]) from None
        sessions = sessionmaker(self._engine)
        self.people, self.chats = People(sessions), Chats(sessions)
        self.answers, self.links = Answers(sessions), AdminLinks(sessions)
        self.votes = Votes(sessions)
        self.subscriptions, self.ledger = Subscriptions(sessions), Ledger(sessions)
        self.watches, self.stories = Watches(sessions), Stories(sessions)
        self.retention = Retention(sessions)
        self.inbox, self.spending = Inbox(sessions), Spending(sessions)
        self.audit = AuditLog(sessions)
        self.drafts = Drafts(sessions)
        self.model_use = ModelUse(sessions)
        self.personal = PersonalData(sessions)
        self.copies = ChatCopies(sessions)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _migrated(engine: Engine) -> None:
    """Bring the tables up to date; where that fails, no connection stays open."""
    try:
        migrate(engine)
    except Exception:
        engine.dispose()
        raise


def _of_system(error: Exception) -> DatabaseFailure:
    return DatabaseFailure.FULL if isinstance(error, OSError) and error.errno == errno.ENOSPC else DatabaseFailure.OTHER


def _engine(url: URL) -> Engine:
    """Make the engine; a folder for SQLite's file is made if need be."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED")  # What `rows` counts on.
    if url.database and url.database != ":memory:":
        path = Path(url.database)
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        path.touch(0o600)  # SQLite gives the files beside it the same rights.
    engine = create_engine(url, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Leave transactions to us, and let readers and the one writer work side by side."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _turn_to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _turn_to_wal(cursor: DBAPICursor) -> None:
    """Turn a new file to WAL; two that do so at once are refused rather than made to wait, so that they try again."""
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: a transaction that reads first and then writes would fail, not wait, if another wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to a revision, in one transaction; two processes at once take turns."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

"""The statements of the manual that remove a person: they run, and forget no table that knows one."""

import re
import sqlite3
from pathlib import Path

from sqlalchemy.engine import URL

from bot.memory import Memory
from bot.memory.tables import Table
from tests.conftest import REPO

PAGE = (REPO / "docs" / "privacy.md").read_text(encoding="utf-8")
KNOWS_A_PERSON = {"person_id", "chat_id", "who"}


def test_statements_of_the_manual_remove_a_person_from_every_table(tmp_path: Path) -> None:
    (statements,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    file = tmp_path / "kilde.db"
    memory = Memory(URL.create("sqlite", database=str(file)))
    memory.people.choose_language(12345, "nb")
    memory.people.choose_language(54321, "ar")
    memory.close()

    with sqlite3.connect(file) as connection:
        connection.executescript(statements)
        assert connection.execute("SELECT id FROM people").fetchall() == [(54321,)]

    named = {"people", "chats"} | {
        name for name, table in Table.metadata.tables.items() if KNOWS_A_PERSON & set(table.columns.keys())
    }
    assert set(re.findall(r"DELETE FROM (\w+)", statements)) == named

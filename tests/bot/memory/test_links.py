from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy.engine import URL

from bot.memory import Memory, Role


def test_the_first_opener_becomes_the_admin(memory: Memory) -> None:
    token = memory.links.issue()
    assert memory.links.claim(token, 7)
    assert memory.people.get(7).role is Role.ADMIN
    assert not memory.links.claim(token, 8)
    assert memory.people.get(8).role is Role.STRANGER


def test_a_newer_link_makes_the_older_worthless(memory: Memory) -> None:
    old, new = memory.links.issue(), memory.links.issue()
    assert not memory.links.claim(old, 7)
    assert memory.links.claim(new, 7)


def test_a_guess_opens_nothing(memory: Memory) -> None:
    assert not memory.links.claim("", 7)
    memory.links.issue()
    assert not memory.links.claim("\ud800", 7)


def test_of_many_at_once_one_becomes_the_admin(memory: Memory) -> None:
    token = memory.links.issue()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda person: memory.links.claim(token, person), range(1, 20))).count(True) == 1
    assert len(memory.people.admins()) == 1


def test_a_token_fits_a_deep_link_and_is_not_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "kilde.db"
    memory = Memory(URL.create("sqlite", database=str(path)))
    token = memory.links.issue()
    memory.close()
    assert len(token) == 32
    assert token.replace("-", "").replace("_", "").isalnum()
    assert not any(token.encode() in file.read_bytes() for file in tmp_path.iterdir())

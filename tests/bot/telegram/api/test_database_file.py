import asyncio
import shutil
from pathlib import Path

import pytest

from bot.telegram.api.database_file import until_gone


async def test_a_file_that_was_taken_away_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "data" / "kilde.db"
    file.parent.mkdir()
    file.write_text("x")
    watching = asyncio.create_task(until_gone(file, 0.01))
    await asyncio.sleep(0.1)
    file.write_text("written to")
    await asyncio.sleep(0.1)
    assert not watching.done()
    shutil.rmtree(file.parent)
    assert str(file) in await asyncio.wait_for(watching, 10)


async def test_another_file_in_its_place_is_not_the_same(tmp_path: Path) -> None:
    file, other = tmp_path / "kilde.db", tmp_path / "other.db"
    file.write_text("x")
    other.write_text("x")
    watching = asyncio.create_task(until_gone(file, 0.01))
    await asyncio.sleep(0.05)
    other.replace(file)
    assert await asyncio.wait_for(watching, 10)


@pytest.mark.parametrize("file", [None, Path("never-there.db")])
async def test_without_a_file_nothing_can_go(file: Path | None) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(until_gone(file, 0.01), 0.1)

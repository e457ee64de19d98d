"""Backups beside the running bot: made, pruned, told once when they fail and when they work again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup.rotation import kept_in
from bot.preview import Preview
from bot.preview.clock import StoppedClock
from bot.texts import Texts
from tests.bot.monitoring.test_prometheus import samples
from tests.bot.monitoring.test_server import ask, free_port
from tests.bot.telegram.conftest import Start, read, until
from tests.bot.telegram.jobs.test_scheduler import DAY, HOUR, SEVEN, rounds

EN = Texts("en")


@pytest.fixture
async def preview() -> AsyncIterator[Preview]:
    async with Preview(clock=StoppedClock(SEVEN)) as preview:
        yield preview


async def test_one_a_day_is_made_and_the_oldest_go(preview: Preview, start: Start, tmp_path: Path) -> None:
    folder, port = tmp_path / "backups", free_port()
    async with start(backup_dir=folder, keep_backups=2, metrics_port=port) as kilde:
        for day in range(3):
            await rounds(kilde, 1)
            await until(lambda: bool(kept_in(folder)) and kept_in(folder)[-1].made_at == preview.clock.now())
            await rounds(kilde, 2)
            assert len(kept_in(folder)) == min(day + 1, 2)
            preview.advance(DAY)
        _, figures = await ask(port, "/metrics")
    found = samples(figures)
    assert found["kilde_backups_total", (("outcome", "made"),)] == 3
    assert found["kilde_last_backup_timestamp", ()] == (SEVEN + 2 * DAY).timestamp()


async def test_admins_hear_once_that_it_fails_and_once_that_it_works(
    preview: Preview, start: Start, tmp_path: Path
) -> None:
    boss, folder = preview.user("Boss", language="en"), tmp_path / "backups"
    folder.write_text("in the way", "utf-8")
    async with start(backup_dir=folder, admin_ids=frozenset({boss.id})) as kilde:
        await preview.answer_to(await boss.says("/start"))

        def told(beginning: str) -> int:
            return sum(read(it).startswith(beginning) for it in preview.messages(boss.private, by_bot=True))

        failed, works = EN.text("backup.failed", reason="")[:30], EN.text("backup.works")
        for _ in range(3):
            await rounds(kilde, 1)
            await until(lambda: told(failed) == 1)
            preview.advance(2 * HOUR)
        folder.unlink()
        await rounds(kilde, 1)
        await until(lambda: told(works) == 1)
        preview.advance(timedelta(hours=3))
        await rounds(kilde, 2)
    assert (told(failed), told(works), len(kept_in(folder))) == (1, 1, 1)

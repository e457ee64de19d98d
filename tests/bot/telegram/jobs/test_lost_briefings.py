"""What was never settled is given up once the clock can be trusted; see test_scheduler for the running bot."""

from datetime import UTC, datetime, timedelta

from bot.memory import AsyncMemory, Place
from bot.memory.ledger import PATIENCE, Contents
from bot.preview import Preview
from bot.telegram.access import access_of
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.sender import Sender
from bot.telegram.jobs.clock_check import CALM, ClockCheck
from bot.telegram.jobs.lost_briefings import LostBriefings
from tests.bot.telegram.conftest import Start, read

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clocks:
    """A wall clock that may jump, and the process's own."""

    def __init__(self) -> None:
        self.wall, self.own = NOW, 0.0

    def go_on(self, time: timedelta) -> None:
        self.wall, self.own = self.wall + time, self.own + time.total_seconds()


async def test_a_clock_that_jumps_loses_nothing(preview: Preview, start: Start) -> None:
    boss, clocks = preview.user("Boss"), Clocks()
    async with start(admin_ids=frozenset({boss.id})) as kilde:
        await preview.answer_to(await boss.says("/start"))
        memory = AsyncMemory(kilde.memory)
        notices = AdminNotices(access_of(kilde.settings), memory, Sender(memory))
        check = ClockCheck(lambda: clocks.own)
        job, bot = LostBriefings(memory, notices, lambda: clocks.wall, check), kilde.application.bot

        async def looks(number: int) -> list[str]:
            for _ in range(number):
                clocks.go_on(MINUTE)
                await job.run_once(bot)
            return [it for it in map(read, preview.messages(boss.private, by_bot=True)) if "may not have arrived" in it]

        await looks(1 + CALM // MINUTE)
        claimed = kilde.memory.ledger.claim(Place(boss.id), "", "today", Contents("{}", (), NOW), clocks.wall)
        assert claimed
        clocks.wall += timedelta(days=400)
        assert await looks(2) == []
        clocks.wall -= timedelta(days=400)
        assert await looks(PATIENCE // MINUTE + 1) == []
        assert len(await looks(CALM // MINUTE)) == 1
        assert len(await looks(2)) == 1

from datetime import UTC, datetime, timedelta
from typing import cast

from telegram import Bot

from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.jobs.model_health import ModelHealth
from ingest.errors import LanguageModelFailed, LanguageModelRefused, LanguageModelUnreachable
from tests.bot.telegram.jobs.test_index_health import Told

BOT = cast("Bot", None)
GONE, REFUSED = LanguageModelUnreachable("It is gone."), LanguageModelRefused("It refused the key.")


class Model:
    trouble: LanguageModelFailed | None = None

    def pop_trouble(self) -> LanguageModelFailed | None:
        trouble, self.trouble = self.trouble, None
        return trouble


async def test_admins_hear_of_each_trouble_once_an_hour() -> None:
    told, model, now = Told(), Model(), datetime(2026, 3, 1, 12, tzinfo=UTC)
    health = ModelHealth(model, cast("AdminNotices", told), lambda: now)
    for minutes, trouble in ((0, None), (0, GONE), (0, None), (30, GONE), (20, REFUSED), (9, GONE), (1, GONE)):
        now += timedelta(minutes=minutes)
        model.trouble = trouble
        await health.run_once(BOT)
    gone, refused = (
        ("model.unreachable", {"reason": "It is gone."}),
        ("model.refused", {"reason": "It refused the key."}),
    )
    assert told.said == [gone, refused, gone]


async def test_without_a_model_there_is_no_trouble() -> None:
    told = Told()
    await ModelHealth(None, cast("AdminNotices", told), lambda: datetime.now(UTC)).run_once(BOT)
    assert told.said == []

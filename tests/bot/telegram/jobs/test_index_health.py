from typing import cast

from telegram import Bot

from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.jobs.index_health import IndexHealth


class Told:
    """Stands in for the announcer, which has tests of its own."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, str]]] = []

    async def say(self, _: Bot, key: str, **values: str) -> None:
        self.said.append((key, values))


class Index:
    sentence: str | None = None

    def trouble(self) -> str | None:
        return self.sentence


async def test_admins_are_told_once_of_trouble_and_once_of_its_end() -> None:
    told, index = Told(), Index()
    health, bot = IndexHealth(index.trouble, cast("AdminNotices", told)), cast("Bot", None)
    for sentence in (None, "Cut off.", "Cut off.", None, None):
        index.sentence = sentence
        await health.run_once(bot)
    assert told.said == [("index.trouble", {"reason": "Cut off."}), ("index.mended", {})]

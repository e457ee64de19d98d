"""A scripted briefer, and entries for tests."""

from dataclasses import dataclass, field, replace

from bot.briefings.briefing import Briefing, Entry, Request, numbered
from tests.bot.telegram.samples import HARBOUR, PORT

FERRY = Entry("ferry", "Fergen går igjen", (HARBOUR,), ("Nordavis",), ("nb",))
BRIDGE = Entry("bridge", "جسر جديد", (PORT,), ("المدينة",), ("ar",), articles=2, differing=("3", "4"))


@dataclass
class ScriptedBriefer:
    """Briefs as told, without what was told before; notes what it was asked."""

    entries: tuple[Entry, ...] = (FERRY, BRIDGE)
    news: dict[str, Entry] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    failure: BaseException | None = None

    def brief(self, request: Request) -> Briefing:
        self.asked.append(request)
        if self.failure:
            raise self.failure
        new = tuple(entry for entry in self.entries if entry.story not in request.told)
        return Briefing(request.subject, request.since, request.until, numbered(new))

    def news_of(self, story: str, request: Request) -> Entry | None:
        return replace(self.news.pop(story)) if story in self.news else None

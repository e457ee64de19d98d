"""A scripted briefer, and entries for tests."""

from dataclasses import dataclass, field, replace

from bot.briefings.briefing import Briefing, BriefingEntry, BriefingRequest, numbered
from tests.bot.telegram.samples import HARBOUR, PORT

FERRY = BriefingEntry("ferry", "Fergen går igjen", (HARBOUR,), ("Nordavis",), ("nb",))
BRIDGE = BriefingEntry("bridge", "جسر جديد", (PORT,), ("المدينة",), ("ar",), articles=2, differing=("3", "4"))


@dataclass
class ScriptedBriefer:
    """Briefs as told, without what was told before; notes what it was asked."""

    entries: tuple[BriefingEntry, ...] = (FERRY, BRIDGE)
    news: dict[str, BriefingEntry] = field(default_factory=dict)
    asked: list[BriefingRequest] = field(default_factory=list)
    failure: BaseException | None = None

    def brief(self, request: BriefingRequest) -> Briefing:
        self.asked.append(request)
        if self.failure:
            raise self.failure
        new = tuple(entry for entry in self.entries if entry.story not in request.told)
        return Briefing(request.subject, request.since, request.until, numbered(new))

    def news_of(self, story: str, request: BriefingRequest) -> BriefingEntry | None:
        return replace(self.news.pop(story)) if story in self.news else None

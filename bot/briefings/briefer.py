"""The briefer: what is new, story by story, most widely told first, in the articles' own words.

    noticed since ──stories──▶ about the subject ──order──▶ the first so many ──compose──▶ Briefing

Takes the index, the model that made it and a story book. Synchronous and safe to call from several threads; knows
nothing of Telegram or the database.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.briefings.briefing import Briefer, Briefing, BriefingEntry, BriefingRequest, numbered
from bot.briefings.entry_composer import Composer, StoryToTell
from bot.briefings.story_assigner import Assigner, Placed
from bot.briefings.story_membership import StoryBook
from bot.briefings.voices import Voices
from bot.likeness.topics import Topics
from ingest.index.protocols import PassageIndex
from ingest.models.centring import Centring, LanguageMean
from ingest.models.embedding import Embedder
from ingest.tracing import span

MOST, CHOSEN = 100, 20
"""Entries of one briefing, and how many of them are told by sentences that are chosen among several. That takes most of
the time, and who reads on behind four messages wants to know what else there is: the rest is told by one sentence."""

_WEIGHED = 30
"""New articles of a story, and as many others, that say where its centre lies; the newest."""

Briefers = Callable[[StoryBook], Briefer]
"""Makes what briefs, once it is known where stories are kept."""


class StoryBriefer:
    """Tells what is new in the articles of an index."""

    def __init__(self, index: PassageIndex, embedder: Embedder, book: StoryBook) -> None:
        self._index, self._centring = index, Centring(embedder)
        self._assigner = Assigner(index, self._centring, book)
        self._topics = Topics(index, embedder, self._centring)
        self._composer, self._voices = Composer(index, embedder), Voices(index.passages_of)

    def brief(self, request: BriefingRequest) -> Briefing:
        """Tell what was noticed since; of stories that were told before, what is new in them."""
        with span("briefing") as tell:
            with span("briefing.stories"):
                placed = self._assigner.placed(request.until)
                means = self._centring.means(self._index.language_sums())
                told = self._about(request, _since(placed, request))
                ordered = sorted(told, key=self._importance, reverse=True)
            with span("briefing.composing"):
                entries = self._entries(ordered, means, request.language)
            tell(articles=sum(len(it.new) for it in told), entries=len(entries))
        return Briefing(request.subject, request.since, request.until, numbered(tuple(entries)))

    def news_of(self, story: str, request: BriefingRequest) -> BriefingEntry | None:
        """Tell what articles that were noticed since add to a story; None for nothing."""
        placed = [it for it in self._assigner.placed(request.until) if it.story == story]
        told = [replace(it, update=True) for it in _since(placed, request)]
        means = self._centring.means(self._index.language_sums())
        return next(iter(self._entries(told, means, request.language)), None)

    def _about(self, request: BriefingRequest, told: Sequence[StoryToTell]) -> Sequence[StoryToTell]:
        if not request.subject:
            return told
        articles = [new.article for it in told for new in it.new]
        found = self._topics.about(request.subject, articles, self._assigner.rows(articles), request.language)
        return [it for it in told if any(new.article.content_hash in found for new in it.new)]

    def _entries(
        self, told: Sequence[StoryToTell], means: Mapping[str, LanguageMean], language: str
    ) -> list[BriefingEntry]:
        """Compose until there are enough; a story whose new articles cannot be quoted any more gives none."""
        entries: list[BriefingEntry] = []
        for it in told:
            counted = [placed.article for placed in (*it.new[:_WEIGHED], *it.old[:_WEIGHED])]
            rows = self._assigner.rows(counted)
            tell = self._composer.entry if len(entries) < CHOSEN else self._composer.opening
            if entry := tell(it, rows, means, language):
                entries.append(replace(entry, voices=self._voices.of((*it.new, *it.old))))
            if len(entries) == MOST:
                break
        return entries

    def _importance(self, told: StoryToTell) -> tuple[int, date, datetime]:
        """Order by how many tell independently what is new, then by how new it is."""
        newest = max(it.article.published or it.noticed.date() for it in told.new)
        return self._voices.of(told.new), newest, max(it.noticed for it in told.new)


def _since(placed: Sequence[Placed], request: BriefingRequest) -> list[StoryToTell]:
    """Give the stories with new articles, the newest first; one that was replaced only says what was told before."""
    stories: dict[str, list[Placed]] = defaultdict(list)
    for it in placed:
        if it.noticed <= request.until:
            stories[it.story].append(it)
    found = []
    for story, articles in stories.items():
        new, old = (
            tuple(it for it in articles if not it.article.replaced and (it.noticed > request.since) is late)
            for late in (True, False)
        )
        if new:
            # Where all of it is new, as about a subject that was never asked for, it is told as a whole.
            known = any(it.noticed <= request.since for it in articles)
            found.append(StoryToTell(story, new, old, known and story in request.told))
    return found

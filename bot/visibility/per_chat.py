"""Visibility: each chat is answered and briefed from what it sees, as its `Collections` say.

    update or job ──seen_by(chat)──▶ folders that are hidden ──▶ the index, answerer and briefer for just these

For each set of hidden folders there is one of them, made when it is first needed, with an index that does not show
these folders (`ingest.index.narrowed_index`); so nothing that is remembered for one chat is shown to another. Knows
nothing of Telegram.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

from bot.answers.answer import Answer, Question
from bot.answers.progress import Tell, silently
from bot.briefings.briefer import Briefers
from bot.briefings.briefing import Briefer, Briefing, BriefingEntry, BriefingRequest
from bot.briefings.story_membership import StoryBook
from bot.visibility.collection_rules import Collections
from ingest.article import Article
from ingest.index.catalogue import StoredArticle
from ingest.index.tallies import Tally
from ingest.sources.feeds import FOLDER, FeedState

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer
    from ingest.index.index import Index

Made = TypeVar("Made")


def feeds_in_sight(collections: Collections, states: Sequence[FeedState]) -> Sequence[FeedState]:
    """Leave out the feeds whose articles whoever asks now does not see."""

    def files(feed: FeedState) -> Iterator[str]:
        yield f"{FOLDER}/{urlsplit(feed.address).hostname}/"
        yield from (entry.source for entry in feed.entries.values())

    return [feed for feed in states if collections.shows(files(feed))]


class PerSight(Generic[Made]):
    """One of something for each set of hidden folders, made when it is first needed."""

    def __init__(self, collections: Collections, make: Callable[[tuple[str, ...]], Made]) -> None:
        self._collections, self._make = collections, make
        self._guard = Lock()
        self._made: dict[tuple[str, ...], Made] = {}

    def now(self) -> Made:
        """Give that of whoever asks now."""
        hidden = self._collections.hidden_now()
        with self._guard:
            if hidden not in self._made:
                self._made[hidden] = self._make(hidden)
            return self._made[hidden]


class AnswererInSight:
    """Answers from what the asking chat sees."""

    def __init__(self, answerers: PerSight["Answerer"]) -> None:
        self._answerers = answerers

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        """Answer one question."""
        return self._answerers.now().answer(question, tell)


class BrieferInSight:
    """Briefs on what the chat sees."""

    def __init__(self, briefers: PerSight[Briefer]) -> None:
        self._briefers = briefers

    def brief(self, request: BriefingRequest) -> Briefing:
        """Tell what is new."""
        return self._briefers.now().brief(request)

    def news_of(self, story: str, request: BriefingRequest) -> BriefingEntry | None:
        """Tell what articles that were noticed since add to a story; None for nothing."""
        return self._briefers.now().news_of(story, request)


class IndexInSight:
    """Shows of the index what the chat sees: what commands, citations and watched questions need of it."""

    def __init__(self, whole: "Index", indexes: PerSight["Index"]) -> None:
        self._whole, self._indexes = whole, indexes

    def refresh(self) -> int:
        """Take notice of what was ingested meanwhile; gives the generation."""
        return self._whole.refresh()

    def trouble(self) -> str | None:
        """Say in a sentence why vectors cannot be asked, if they cannot."""
        return self._whole.trouble()

    def count_articles(self) -> int:
        """Say how many articles there are."""
        return self._indexes.now().count_articles()

    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        """Give some of them, newest first."""
        return self._indexes.now().articles(offset=offset, limit=limit)

    def articles_with(self, hashes: Iterable[str]) -> Sequence[StoredArticle]:
        """Give those whose files have one of these SHA-256 (hex)."""
        return self._indexes.now().articles_with(hashes)

    def article_with(self, content_hash: str) -> StoredArticle | None:
        """Give an article whose file has this SHA-256 (hex), if there is one."""
        return self._indexes.now().article_with(content_hash)

    def article(self, source: str) -> StoredArticle | None:
        """Give the article of this source, if there is one."""
        return self._indexes.now().article(source)

    def newer(self, source: str) -> StoredArticle | None:
        """Give the newest version of an article that was replaced, and None for any other."""
        return self._indexes.now().newer(source)

    def replaced(self) -> Mapping[str, str]:
        """Give the source of each of which there is a newer version, by content hash, whoever sees that."""
        return self._whole.replaced()

    def article_at(self, url: str) -> StoredArticle | None:
        """Give the newest article of this address, if there is one."""
        return self._indexes.now().article_at(url)

    def article_text(self, source: str) -> str:
        """Give the text to which all offsets of an article refer."""
        return self._indexes.now().article_text(source)

    def as_extracted(self, source: str) -> Article | None:
        """Give an article whose text was extracted from its file, as it was read."""
        return self._indexes.now().as_extracted(source)

    def tallies(self) -> Sequence[Tally]:
        """Count all of them, by day, language and outlet."""
        return self._indexes.now().tallies()


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes, for an index that may show less than all, what answers and what briefs from it."""

    answerer: Callable[["Index"], "Answerer"]
    briefer: Callable[["Index", StoryBook], Briefer]


@dataclass(frozen=True, slots=True)
class Sight:
    """What the chats are answered and briefed from."""

    index: "IndexInSight | Index"
    answerer: "Answerer"
    briefers: Briefers


def in_sight(collections: Collections, index: "Index", makers: Makers) -> Sight:
    """Make what shows each chat what it may see; without collections everything to all."""
    from ingest.index.narrowed_index import NarrowedIndex

    if not collections:
        return Sight(index, makers.answerer(index), lambda book: makers.briefer(index, book))
    indexes = PerSight["Index"](collections, lambda hidden: NarrowedIndex(index, hidden) if hidden else index)
    answerers = PerSight["Answerer"](collections, lambda _: makers.answerer(indexes.now()))

    def briefers(book: StoryBook) -> Briefer:
        return BrieferInSight(PerSight[Briefer](collections, lambda _: makers.briefer(indexes.now(), book)))

    return Sight(IndexInSight(index, indexes), AnswererInSight(answerers), briefers)

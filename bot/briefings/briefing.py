"""A Briefing: what is new, entry by entry, every line cited. Pure data; also what has to be asked of a briefer."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.quotes.citation import Citation, Statement


@dataclass(frozen=True, slots=True)
class BriefingRequest:
    """What a briefing is wanted about.

    Attributes:
        subject: Any words; "" for everything.
        since: What was noticed in the index after this is new.
        until: Now; what is noticed later is left for the next time.
        told: Keys of stories that were told before.
        language: Of whoever reads it, ISO 639-1; "" where nobody is known.
        quote_only: No language model may word it.
    """

    subject: str
    since: datetime
    until: datetime
    told: frozenset[str] = frozenset()
    language: str = ""
    quote_only: bool = False


@dataclass(frozen=True, slots=True)
class BriefingEntry:
    """One story.

    Attributes:
        story: Its key, at most 64 characters; the same when later articles join.
        title: Of the article that is quoted first, verbatim.
        citations: The sentences to show, verbatim; numbered within the briefing.
        outlets: Who tells it, as far as known.
        languages: ISO 639-1 codes in which it is told.
        articles: How many articles tell it.
        update: It was told before, and this is what is new.
        differing: Whose words contradict each other, where the sentences shown do.
        grows: Later articles may join it, so that it can be followed.
        voices: How many outlets tell it independently of each other: those that print the same text are one.
        statements: What they say in the reader's language, by a language model; empty where they speak for themselves.
    """

    story: str
    title: str
    citations: tuple[Citation, ...]
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    articles: int = 1
    update: bool = False
    differing: tuple[str, ...] = ()
    grows: bool = True
    voices: int = 1
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is new about a subject between two moments, most important first; or in a story that is `followed`."""

    subject: str
    since: datetime
    until: datetime
    entries: tuple[BriefingEntry, ...] = ()
    followed: bool = False

    @property
    def stories(self) -> tuple[str, ...]:
        """The keys of its stories."""
        return tuple(entry.story for entry in self.entries)


class Briefer(Protocol):
    """What makes briefings; slow, and called in threads."""

    def brief(self, request: BriefingRequest) -> Briefing:
        """Tell what is new."""
        ...

    def news_of(self, story: str, request: BriefingRequest) -> BriefingEntry | None:
        """Tell what articles that were noticed since add to a story; None for nothing."""
        ...


def numbered(entries: tuple[BriefingEntry, ...]) -> tuple[BriefingEntry, ...]:
    """Number the citations from 1 without gaps."""
    number, renumbered = 0, []
    for entry in entries:
        numbers = {it.number: number + place for place, it in enumerate(entry.citations, 1)}
        citations = tuple(replace(it, number=numbers[it.number]) for it in entry.citations)
        statements = tuple(
            replace(it, citations=tuple(numbers[cited] for cited in it.citations)) for it in entry.statements
        )
        number += len(citations)
        renumbered.append(replace(entry, citations=citations, statements=statements))
    return tuple(renumbered)

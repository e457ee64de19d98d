"""The source line: which article says so, in one line that is the same under answers, in briefings and in lists. Pure.

    title (a link where the article has an address) · outlet · date

Takes anything that names an article, gives SourceParts, which Telegram and the terminal set in their own ways. What
comes from a file is made fit to be shown; an article without a date says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.texts.direction import isolate, shorten, visible
from bot.texts.translations import Texts

LONGEST_TITLE, LONGEST_OUTLET = 50, 40
"""Characters, so that the line takes two on a phone."""

_FEWEST_LETTERS = 12
"""Letters from which a title that a quotation begins with counts as its first words, and is not said twice."""


class Sourced(Protocol):
    """Whatever names an article; see `bot.quotes.citation.Citation`."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def outlet(self) -> str | None:
        """Who published it."""

    @property
    def published(self) -> date | None:
        """When it was published."""

    @property
    def added(self) -> date | None:
        """When it came in."""

    @property
    def url(self) -> str | None:
        """Where it can be read."""


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A piece of the line: text that is fit to be shown, and where it leads, if anywhere."""

    text: str
    link: str | None = None


def source_parts(source: Sourced, texts: Texts, quote: str = "", language: str | None = None) -> tuple[SourcePart, ...]:
    """Name an article, as far as it is known; at least one part.

    Args:
        source: The article.
        texts: What the bot says.
        quote: Words of it that are shown beside the line: a title that only repeats their beginning is left out.
        language: ISO 639-1 code, where the line is to say it.
    """
    names = list(_names(source, quote)) or [texts.text("citation.untitled")]
    about = [texts.language_name(language) if language else "", dated(source, texts)]
    first, *others = names
    return (SourcePart(isolate(first), source.url), *(SourcePart(isolate(text)) for text in [*others, *about] if text))


def dated(source: Sourced, texts: Texts) -> str:
    """Say when an article was published, else when it came in, and which of both it is."""
    if source.published:
        return texts.date(source.published)
    return texts.text("source.added", day=source.added) if source.added else texts.text("source.undated")


def plain_line(parts: Iterable[SourcePart]) -> str:
    """Give the line as text alone."""
    return " · ".join(part.text for part in parts)


def outlet_or_title(source: Sourced) -> str:
    """Name an article in a word or two; "" where nothing is known."""
    return shorten(source.outlet or source.title, LONGEST_OUTLET)


def _names(source: Sourced, quote: str) -> Iterable[str]:
    title, outlet = shorten(source.title, LONGEST_TITLE), shorten(source.outlet or "", LONGEST_OUTLET)
    if title and not (outlet and _begins(quote, source.title)):
        yield title
    if outlet:
        yield outlet


def _begins(quote: str, title: str) -> bool:
    """Whether a title is just the first words of a quotation, as it is for an article that has none of its own."""
    said, named = (" ".join(visible(text).split()).casefold() for text in (quote, title))
    named = named.rstrip(" .…!?؟")
    return len(named) >= _FEWEST_LETTERS and said.startswith(named)

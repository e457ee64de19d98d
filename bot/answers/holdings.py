"""Holdings: what the corpus holds, in a sentence, and questions that it could be asked. Pure; made from the corpus.

Takes Tallies and articles, gives what /start, a greeting and the bot's description say. The questions are made of names
in the titles of the newest articles: of countries in any language, of others in the reader's script.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.facts.names import CAPITALISED_NOUNS, is_time
from bot.facts.places import find_places
from bot.texts import Texts, shorten, visible
from ingest.index.stored import StoredArticle
from ingest.index.tallies import Tally
from ingest.text.languages import UNKNOWN, script_of

LOOKED_AT = 60
"""The newest articles, of which questions are made."""

_MOST_LANGUAGES = 6
_LONGEST_NAME, _SHORTEST_NAME = 40, 4
_QUOTED = re.compile(r"[«“„\"](\w[^«»“”„\"]{2,38}?)[»”“\"]")
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ŽА-Я][\w'’]+"
_CAPITALISED = re.compile(rf"(?<=[^\s.!?:…–—-] ){_NAME}(?:[ -](?:(?:al|de|da|von|van|el|of)[ -])?{_NAME})*")
"""Words with a capital letter, but not at the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the corpus holds.

    Attributes:
        articles: How many.
        outlets: How many have published them, as far as known.
        languages: ISO 639-1 codes, most articles first.
        newest: The day of the newest; of those that have a date, if any has.
    """

    articles: int
    outlets: int
    languages: tuple[str, ...]
    newest: date


def holdings(tallies: Sequence[Tally]) -> Holdings | None:
    """Count; None where there are no articles."""
    if not tallies:
        return None
    languages: Counter[str] = Counter()
    for tally in tallies:
        languages[tally.language] += tally.articles
    known = tuple(language for language, _ in languages.most_common() if language != UNKNOWN)
    outlets = {tally.outlet for tally in tallies if tally.outlet}
    days = [tally.day for tally in tallies if tally.dated] or [tally.day for tally in tallies]
    return Holdings(languages.total(), len(outlets), known, max(days))


def holdings_said(held: Holdings | None, texts: Texts) -> str:
    """Say it in one sentence."""
    if held is None:
        return texts.text("holdings.none")
    articles = texts.plural("holdings.articles", held.articles)
    names = [name for code in held.languages[:_MOST_LANGUAGES] if (name := texts.language_name(code))]
    if not (held.outlets and names):
        return texts.text("holdings.said_bare", articles=articles, day=held.newest)
    outlets = texts.plural("holdings.outlets", held.outlets)
    return texts.text(
        "holdings.said", articles=articles, outlets=outlets, languages=texts.listed(names), day=held.newest
    )


def examples(articles: Sequence[StoredArticle], texts: Texts, most: int) -> list[str]:
    """Make questions about different articles, in the reader's language, of its own articles first; may be none."""
    own_first = sorted(articles[:LOOKED_AT], key=lambda article: article.language != texts.language)
    found: dict[str, str] = {}
    for article in own_first:
        if (name := next(_names(article, texts), None)) and name.casefold() not in found:
            found[name.casefold()] = texts.text("example.about", name=name)
    for article in own_first:
        if article.language == texts.language and len(found) < most:
            title = shorten(article.title, _LONGEST_NAME)
            found.setdefault(title.casefold(), texts.text("example.title", name=title))
    return list(found.values())[:most]


def _names(article: StoredArticle, texts: Texts) -> Iterator[str]:
    """Yield the names in a title that a reader can be asked about, the most telling first."""
    title = visible(article.title)
    script = script_of(texts.language_name(texts.language))
    if script_of(title) == script:
        yield from (match[1] for match in _QUOTED.finditer(title))
        if article.language not in CAPITALISED_NOUNS:
            names = [match[0] for match in _CAPITALISED.finditer(title)]
            telling = (name for name in names if _is_telling(name, article.language))
            yield from sorted(telling, key=len, reverse=True)
    for code in find_places(title, article.language).values():
        yield texts.country(code)


def _is_telling(name: str, language: str) -> bool:
    return _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and not is_time(name, language)

"""Counts in, words out: what the picture shows, for who cannot see it and for who wants the figures.

Pure; plain text, one sentence a line.
"""

from collections.abc import Iterator, Sequence

from bot.charts.counting import By, Counts, Width
from bot.charts.largest import LargeStory
from bot.charts.picture_composer import cut, label, title
from bot.texts import Texts, isolate

_NAMED = 5
"""So many languages or outlets are named with their totals; the others are counted."""
_TOGETHER = "\u00a0"
"""A space at which no line ends."""


def describe(counts: Counts, texts: Texts, numbered: Sequence[str] = (), largest: Sequence[LargeStory] = ()) -> str:
    """Say what the picture shows; `numbered` are the names that it only numbers, in order."""
    lines = [title(counts, texts), *_sentences(counts, texts), *_stories(largest, texts)]
    lines.append(texts.text("corpus.updated", day=counts.updated.date()))
    return "\n".join([*lines, *_names(numbered, texts)])


def _sentences(counts: Counts, texts: Texts) -> Iterator[str]:
    if counts.first == counts.last:
        yield texts.plural("corpus.one_day", counts.total, day=counts.first)
    else:
        yield texts.plural("corpus.span", counts.total, first=counts.first, last=counts.last)
    for by, totals in ((By.LANGUAGE, counts.languages), (By.OUTLET, counts.outlets)):
        if any(name for name, _ in totals):
            yield texts.text(f"corpus.{by.value}s", list="").replace(isolate(""), _listed(totals, by, texts))
    if len(counts.starts) > 1 and counts.total > 1:
        yield _fullest(counts, texts)
    yield _kind_of_day(counts, texts)
    if counts.earlier:
        yield texts.plural("corpus.earlier", counts.earlier)


def _listed(totals: Sequence[tuple[str, int]], by: By, texts: Texts) -> str:
    named = [(name, count) for name, count in totals if name]
    # One more is named rather than counted as "1 other".
    shown = named if len(named) == _NAMED + 1 else named[:_NAMED]
    parts = [(isolate(label(name, by, texts)), count) for name, count in shown]
    if len(shown) < len(named):
        others = texts.plural("corpus.others", len(named) - len(shown))
        parts.append((others.replace(" ", _TOGETHER), sum(count for _, count in named[len(shown) :])))
    if unknown := sum(count for name, count in totals if not name):
        parts.append((texts.text(f"corpus.unknown_{by.value}"), unknown))
    return " · ".join(f"{name}{_TOGETHER}({texts.number(count)})" for name, count in parts)


def _fullest(counts: Counts, texts: Texts) -> str:
    most = max(counts.per_bin)
    day = counts.starts[counts.per_bin.index(most)]
    names = {Width.MONTH: texts.month(day, with_year=True), Width.QUARTER: texts.quarter(day)}
    when = names.get(counts.width, texts.year(day) if counts.width is Width.YEAR else texts.date(day))
    return texts.text(f"corpus.most_{counts.width.value}", when=when, count=most)


def _kind_of_day(counts: Counts, texts: Texts) -> str:
    if not counts.undated:
        return texts.text("corpus.dates")
    if counts.undated == counts.total:
        return texts.text("corpus.all_undated")
    return texts.plural("corpus.undated", counts.undated)


def _stories(largest: Sequence[LargeStory], texts: Texts) -> Iterator[str]:
    if largest:
        listed = (f"{isolate(cut(it.title))}{_TOGETHER}({texts.number(it.articles)})" for it in largest)
        yield f"{texts.text('corpus.stories')}: {' · '.join(listed)}."


def _names(numbered: Sequence[str], texts: Texts) -> Iterator[str]:
    for number, name in enumerate(numbered, 1):
        yield f"[{texts.number(number)}] {isolate(name)}"

"""Counts in, Picture out: names, figures and days in the reader's language, and where the axes have labels.

Pure. Whether a name can be drawn at all it is told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count as numbers

from bot.charts.counting import By, Counts, Width
from bot.charts.largest import LargeStory
from bot.charts.picture import Picture, Story, Strip, Tick
from bot.texts import Texts, shorten

_NAME = 42
"""Characters of a name, so that it fits into its line."""
_TIMES = 5
_AMOUNTS = 6
"""So many labels an axis has at most."""
_EVERY = {
    Width.DAY: (1, 2, 3, 5, 7, 10, 14),
    Width.WEEK: (1, 2, 4, 8, 13),
    Width.MONTH: (1, 2, 3, 6, 12, 24),
    Width.QUARTER: (4, 8, 12, 20),
    Width.YEAR: (1, 2, 5, 10, 20, 50),
}
"""Every how many bins a label may stand, so that they fall on what people count in."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A Picture, and the names that it can only number: the first is [1] in it."""

    picture: Picture
    numbered: tuple[str, ...]


def compose(
    counts: Counts, texts: Texts, drawable: Callable[[str], bool], largest: Sequence[LargeStory] = ()
) -> Composed:
    """Say in words and figures what is to be drawn; `drawable` tells whether there are letters for a name."""
    numbered: list[str] = []

    def shown(name: str) -> str:
        if drawable(name):
            return name
        numbered.append(name)
        return f"[{texts.number(len(numbered))}]"

    strips = [
        Strip(shown(label(it.name, counts.by, texts)), texts.number(it.total), it.counts, number)
        for number, it in enumerate(counts.series)
    ]
    if any(counts.rest):
        strips.append(Strip(shown(rest_label(counts, texts)), texts.number(sum(counts.rest)), counts.rest, None))
    amounts = tuple(Tick(at, texts.number(at)) for at in steps(max(counts.per_bin)))
    times, heading = tuple(_times(counts, texts)), texts.text("corpus.stories") if largest else ""
    colours = {it.name: number for number, it in enumerate(counts.series)}
    stories = tuple(_story(it, shown(cut(it.title)), colours, texts) for it in largest)
    picture = Picture(title(counts, texts), texts.direction, tuple(strips), times, amounts, heading, stories)
    return Composed(picture, tuple(numbered))


def title(counts: Counts, texts: Texts) -> str:
    """Say what the picture shows."""
    kind = texts.text(f"corpus.by_{counts.by.value}")
    return texts.text(f"corpus.title_{counts.width.value}", kind=kind)


def label(name: str, by: By, texts: Texts) -> str:
    """Name a language or an outlet."""
    if by is By.LANGUAGE:
        name = texts.language_name(name)
        return name[:1].upper() + name[1:]
    return cut(name)


def cut(name: str) -> str:
    """Give a name or title on one line and no longer than there is room for."""
    return shorten(name, _NAME)


def _story(told: LargeStory, name: str, colours: Mapping[str, int], texts: Texts) -> Story:
    rest = sum(count for part, count in told.parts if part not in colours)
    parts = sorted((colours[part], count) for part, count in told.parts if part in colours)
    return Story(name, texts.number(told.articles), (*parts, *([(None, rest)] if rest else [])))


def rest_label(counts: Counts, texts: Texts) -> str:
    """Name what has no colour of its own; one alone goes by its name all the same."""
    totals = counts.languages if counts.by is By.LANGUAGE else counts.outlets
    shown = {it.name for it in counts.series}
    others = [name for name, _ in totals if name and name not in shown]
    unknown = any(not name for name, _ in totals)
    if unknown:
        return texts.text("corpus.rest" if others else f"corpus.unknown_{counts.by.value}")
    return label(others[0], counts.by, texts) if len(others) == 1 else texts.plural("corpus.others", len(others))


def steps(highest: int) -> tuple[int, ...]:
    """Give round amounts from 0 to no less than `highest`, evenly spaced: 1, 2 or 5 times a power of ten."""
    sizes = (digit * 10**power for power in numbers() for digit in (1, 2, 5))
    size = next(size for size in sizes if -(-highest // size) < _AMOUNTS)
    return tuple(range(0, highest + size, size))


def _times(counts: Counts, texts: Texts) -> Iterator[Tick]:
    """Label some of the bins; the year is said where it is another one."""
    starts, width = counts.starts, counts.width
    places = next((it for it in (_places(starts, width, n) for n in _EVERY[width]) if len(it) <= _TIMES), [0])
    year: int | None = None
    for at in places:
        day = starts[at]
        if width in {Width.QUARTER, Width.YEAR}:
            yield Tick(at, texts.year(day))
            continue
        words = texts.month(day) if width is Width.MONTH else texts.short_date(day)
        yield Tick(at, words if day.year == year else f"{words}\n{texts.year(day)}")
        year = day.year


def _places(starts: tuple[date, ...], width: Width, every: int) -> list[int]:
    """Give the bins that have a label if every so many do; months and years where they are round."""
    if width in {Width.DAY, Width.WEEK}:
        return list(range(0, len(starts), every))
    ordinals = {
        Width.MONTH: lambda day: day.year * 12 + day.month - 1,
        Width.QUARTER: lambda day: day.year * 4 + (day.month - 1) // 3,
        Width.YEAR: lambda day: day.year,
    }
    places = [at for at, day in enumerate(starts) if ordinals[width](day) % every == 0]
    return places or [0]

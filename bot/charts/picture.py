"""A Picture: everything that is to be drawn, placed in numbers and said in words; pure data.

title
bars: one a bin, stacked from the strips, with times below and amounts beside
strips: one a language or outlet: its name, its total, and a bar of its colour, so that they are the key as well
heading and stories: the largest ones, each with a bar of the colours of those that tell it; or neither
"""

from dataclasses import dataclass

from bot.texts import Direction


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis.

    Attributes:
        at: The bin, from 0, or the amount.
        label: One or two lines.
    """

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One language or outlet, or what is left over.

    Attributes:
        name: As it is shown.
        amount: Its total in figures.
        counts: Its part of each bin.
        colour: The number of its colour; None for what is left over.
    """

    name: str
    amount: str
    counts: tuple[int, ...]
    colour: int | None

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.counts)

    @property
    def parts(self) -> tuple[tuple[int | None, int], ...]:
        """The one colour that its bar has."""
        return ((self.colour, self.total),)


@dataclass(frozen=True, slots=True)
class Story:
    """One of the largest stories.

    Attributes:
        name: Its title, as it is shown.
        amount: How many articles tell it, in figures.
        parts: Numbers of colours, None for what has none, and how many articles each stands for.
    """

    name: str
    amount: str
    parts: tuple[tuple[int | None, int], ...]

    @property
    def total(self) -> int:
        """All of its articles."""
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn.

    Attributes:
        title: Over it.
        direction: Which way its words are read; time, names and bars run the same way.
        strips: At least one; the first is at the bottom of the bars.
        times: Labels below the bars.
        amounts: Labels beside them, the first at 0, the last no lower than the highest bar.
        heading: Over the stories, if there are any.
        stories: Largest first.
    """

    title: str
    direction: Direction
    strips: tuple[Strip, ...]
    times: tuple[Tick, ...]
    amounts: tuple[Tick, ...]
    heading: str = ""
    stories: tuple[Story, ...] = ()

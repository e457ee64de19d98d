"""A message before it is markup: Runs of text in Lines, Lines in Blocks, Blocks on Pages.

Takes foreign text as it comes; gives Telegram's HTML, in which every character that means something is escaped and
nothing can be tapped but what is our own (`inert`), and the same as plain text for when the HTML is refused. Each line
runs in its own direction. Lengths are counted as Telegram counts them: in UTF-16 code units, after its entities are
parsed (core.telegram.org/bots/api#messageentity).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from bot.telegram.views.inert import joined, joints
from bot.texts import Direction
from bot.texts.direction import direction_mark, isolation, visible

Style = Literal["", "b", "i", "code"]


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text on one line.

    Attributes:
        text: Anything where it is isolated; else our own words, or foreign ones made `visible`. Line ends are spaces.
            In a Line it is on one line, and inert.
        style: The HTML tag it stands in, if any.
        isolated: It is foreign to its line, and may run the other way.
        link: Where a tap on it leads (http or https), if anywhere.
    """

    text: str
    style: Style = ""
    isolated: bool = False
    link: str | None = None

    @property
    def words(self) -> str:
        """The text on one line, without what isolates it."""
        return " ".join(self.text.split("\n"))

    @property
    def plain(self) -> str:
        """The text as it is read."""
        return self._dressed(self.words)

    @property
    def html(self) -> str:
        """The text as HTML; a file name in `code` can be copied without the characters around it."""
        text = escape(self.words, quote=False)
        text = f"<{self.style}>{text}</{self.style}>" if self.style and text else text
        return self._dressed(f'<a href="{escape(self.link)}">{text}</a>' if self.link and text else text)

    def _dressed(self, text: str) -> str:
        before, after = isolation(self.words) if self.isolated else ("", "")
        return f"{before}{text}{after}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line and the direction in which it runs.

    Whatever is put into a line becomes inert there, over the bounds of its runs: half of an address may be bold.
    """

    runs: tuple[Run, ...]
    direction: Direction = "ltr"

    def __post_init__(self) -> None:
        object.__setattr__(self, "runs", _inert(self.runs))

    @property
    def plain(self) -> str:
        """The line as it is read."""
        text = "".join(run.plain for run in self.runs)
        return direction_mark(text, self.direction, otherwise=None) + text

    @property
    def html(self) -> str:
        """The line as HTML."""
        plain = "".join(run.plain for run in self.runs)
        return direction_mark(plain, self.direction, otherwise=None) + "".join(run.html for run in self.runs)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together where they can: a sentence, a quotation.

    Attributes:
        lines: At least one.
        quoted: They stand in a quotation.
        folded: A long quotation opens on a tap; otherwise it is shown whole.
        below: They belong to the block before, and stand right below it.
    """

    lines: tuple[Line, ...]
    quoted: bool = False
    folded: bool = True
    below: bool = False

    @property
    def plain(self) -> str:
        """The block as it is read."""
        return "\n".join(line.plain for line in self.lines)

    @property
    def html(self) -> str:
        """The block as HTML."""
        text = "\n".join(line.html for line in self.lines)
        if not self.quoted:
            return text
        return f"<blockquote{' expandable' if self.folded else ''}>{text}</blockquote>"

    @property
    def length(self) -> int:
        """How much of a message it takes, in UTF-16 code units."""
        return units(self.plain)


@dataclass(frozen=True, slots=True)
class Page:
    """What goes into one message."""

    blocks: tuple[Block, ...]

    @property
    def plain(self) -> str:
        """The message without markup."""
        return self._join([block.plain for block in self.blocks])

    @property
    def html(self) -> str:
        """The message as Telegram's HTML."""
        return self._join([block.html for block in self.blocks])

    @property
    def length(self) -> int:
        """How long the message is, in UTF-16 code units."""
        return units(self.plain)

    @property
    def unmarked(self) -> str:
        """The message for when its markup is refused: then nothing stands in `code`, and all of it must be inert."""
        return Page(tuple(_unmarked(block) for block in self.blocks)).plain

    def _join(self, texts: list[str]) -> str:
        joined = texts[:1]
        for before, block, text in zip(self.blocks, self.blocks[1:], texts[1:], strict=False):
            # Telegram sets quotations apart by itself.
            joined += ["\n" if block.below or (before.quoted and block.quoted) else "\n\n", text]
        return "".join(joined)


def _inert(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Give runs of which nothing can be tapped; what stands in `code` or in a link, Telegram leaves alone."""
    words = [one_line(run.text) if run.isolated else run.words for run in runs]
    places, start, shown = _joints(runs, words), 0, []
    for run, text in zip(runs, words, strict=True):
        closed = run.style == "code" or run.link is not None
        shown.append(replace(run, text=text if closed else joined(text, places, start)))
        start += len(text)
    return tuple(shown)


def _joints(runs: tuple[Run, ...], words: Sequence[str]) -> list[int]:
    """Give the places of joiners in the words of a line, whether the marks of isolated runs part them or not."""
    plain, marked = "".join(words), ""
    origin: list[int] = []  # For each character of `marked`, its place in `plain`.
    start = 0
    for run, text in zip(runs, words, strict=True):
        places = list(range(start, start + len(text)))
        start += len(text)
        before, after = isolation(text) if run.isolated else ("", "")
        marked += before + text + after
        origin += [start - len(text)] * len(before) + places + [start] * len(after)
    origin.append(start)
    return sorted({*joints(plain), *(origin[place] for place in joints(marked))})


def _unmarked(block: Block) -> Block:
    lines = (replace(line, runs=tuple(replace(run, style="", link=None) for run in line.runs)) for line in block.lines)
    return replace(block, lines=tuple(lines))


def one_line(text: str) -> str:
    """Give foreign text on one line, without anything that steers the screen."""
    return " ".join(visible(text).split("\n"))

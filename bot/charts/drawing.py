"""Picture in, PNG out: the only door to matplotlib.

It shapes and orders Arabic itself. Nothing of it is global here (no pyplot), and one picture is drawn at a time.
"""

import threading
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import category

from bot.charts.picture import Picture, Story, Strip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

COLOURS = ("#4477AA", "#EE6677", "#CCBB44", "#66CCEE", "#AA3377", "#228833")
"""Paul Tol's "bright" scheme, made for colour-blind eyes (sronpersonalpages.nl/~pault, technical note 3.2).

In such an order that for those eyes, too, neighbours differ as much as can be.
"""
REST = "#BBBBBB"
"""Its grey."""
WIDTH = 6.0
"""Inches; at DENSITY, 1,080 pixels: three times what a phone's chat is wide."""
DENSITY = 180
_INK, _FAINT, _LINE, _TRACK = "#1B2733", "#5B6875", "#D9DFE5", "#EEF1F4"
_MARGIN, _GAP = 0.35, 0.1
_TITLE, _BARS, _TIMES, _ROW, _BAR = 0.8, 3.0, 0.75, 0.52, 0.13
"""Heights in inches: of the title, the bars, the labels under them, a strip, and the bar in a strip."""
_HEADING, _LOWER = 0.55, 2.4
"""Height of the heading over stories, and of the bars in a picture that has any."""
_FEWEST = 7
"""Bins that the width has room for at least, so that a single bar does not fill it."""

_drawing = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things stand in a figure so high, in inches from the side where lines begin."""

    figure: "Figure"
    height: float
    mirrored: bool

    def x(self, start: float) -> float:
        """Give the part of the width that lies left of it."""
        return (WIDTH - start if self.mirrored else start) / WIDTH

    def y(self, top: float) -> float:
        """Give the part of the height that lies below it."""
        return (self.height - top) / self.height

    def box(self, start: float, top: float, width: float, height: float) -> tuple[float, float, float, float]:
        """Give left, bottom, width and height as parts of the figure."""
        left = self.x(start + width) if self.mirrored else self.x(start)
        return left, self.y(top + height), width / WIDTH, height / self.height


def draw(picture: Picture) -> bytes:
    """Draw a picture, WIDTH inches wide and as high as its strips need, at DENSITY dots an inch."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars, heading = (_LOWER, _HEADING) if picture.stories else (_BARS, 0.0)
    rows = len(picture.strips) + len(picture.stories)
    height = _TITLE + bars + _TIMES + rows * _ROW + heading + _MARGIN / 2
    with _drawing:
        figure = Figure(figsize=(WIDTH, height), dpi=DENSITY, facecolor="white")
        FigureCanvasAgg(figure)
        place = _Place(figure, height, picture.direction == "rtl")
        _write(place, _MARGIN, _TITLE / 2, picture.title, 17, bold=True)
        _draw_bars(place, picture, bars)
        top = _TITLE + bars + _TIMES
        for strip in picture.strips:
            _draw_row(place, strip, top, max(it.total for it in picture.strips))
            top += _ROW
        if picture.stories:
            _write(place, _MARGIN, top + heading / 2, picture.heading, 13, bold=True)
        for story in picture.stories:
            _draw_row(place, story, top + heading, picture.stories[0].total)
            top += _ROW
        drawn = BytesIO()
        figure.savefig(drawn, format="png", dpi=DENSITY)
    return drawn.getvalue()


def drawable(words: str) -> bool:
    """Tell whether the font has every letter; what is invisible does not count."""
    known = _letters()
    return all(ord(it) in known or category(it) in {"Cf", "Zs"} for it in words)


def _draw_bars(place: _Place, picture: Picture, height: float) -> None:
    aside = _GAP + 0.095 * max(len(it.label) for it in picture.amounts)
    box = place.box(_MARGIN + aside, _TITLE, WIDTH - 2 * _MARGIN - aside, height)
    axes = place.figure.add_axes(box)
    bins = len(picture.strips[0].counts)
    below = [0] * bins
    for strip in picture.strips:
        edge = 0.6 if bins < 80 else 0.0
        axes.bar(range(bins), strip.counts, 0.82, below, color=_colour(strip.colour), edgecolor="white", linewidth=edge)
        below = [sum(pair) for pair in zip(below, strip.counts, strict=True)]
    room = max(0, _FEWEST - bins) / 2
    axes.set_xlim(-0.6 - room, bins - 0.4 + room)
    axes.set_ylim(0, picture.amounts[-1].at * 1.01)
    if place.mirrored:
        axes.invert_xaxis()
    _draw_axes(axes, picture, mirrored=place.mirrored)


def _draw_axes(axes: "Axes", picture: Picture, *, mirrored: bool) -> None:
    axes.yaxis.set_ticks_position("right" if mirrored else "left")
    axes.set_xticks([it.at for it in picture.times], [it.label for it in picture.times])
    axes.set_yticks([it.at for it in picture.amounts], [it.label for it in picture.amounts])
    for said in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        said.set(fontproperties=_font(11), color=_FAINT, parse_math=False)
    for said in axes.get_xticklabels():
        said.set_linespacing(1.3)
    axes.tick_params(axis="y", length=0, pad=6)
    axes.tick_params(axis="x", length=4, color=_LINE, pad=5)
    axes.grid(axis="y", color=_LINE, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_FAINT)


def _draw_row(place: _Place, row: Strip | Story, top: float, longest: int) -> None:
    """Write a name and an amount, and below them a bar as long as its part of the longest."""
    _write(place, _MARGIN, top + 0.15, row.name, 12)
    _write(place, WIDTH - _MARGIN, top + 0.15, row.amount, 12, at_end=True)
    whole, start = WIDTH - 2 * _MARGIN, _MARGIN
    _fill(place.figure, place.box(start, top + 0.3, whole, _BAR), _TRACK)
    for colour, count in row.parts:
        width = max(whole * count / longest, 0.03)
        _fill(place.figure, place.box(start, top + 0.3, width, _BAR), _colour(colour))
        start += width


def _fill(figure: "Figure", box: tuple[float, float, float, float], colour: str) -> None:
    from matplotlib.patches import Rectangle

    left, bottom, width, height = box
    figure.add_artist(Rectangle((left, bottom), width, height, transform=figure.transFigure, color=colour, linewidth=0))


def _write(
    place: _Place, start: float, top: float, words: str, size: float, *, bold: bool = False, at_end: bool = False
) -> None:
    """Write one line, centred at a height, that begins at `start` or, `at_end`, ends there."""
    side = "right" if place.mirrored != at_end else "left"
    place.figure.text(
        place.x(start),
        place.y(top),
        words,
        horizontalalignment=side,
        verticalalignment="center_baseline",
        fontproperties=_font(size, bold=bold),
        color=_INK,
        parse_math=False,
    )


def _colour(number: int | None) -> str:
    return REST if number is None else COLOURS[number]


@cache
def _font(size: float, *, bold: bool = False) -> "FontProperties":
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(_file(bold=bold)), size=size)


def _file(*, bold: bool = False) -> Path:
    """Give matplotlib's own DejaVu Sans: the same on every machine, and it has Arabic."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@cache
def _letters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(_file())).get_charmap())

"""Foreign words on one line, the ones that answer in bold; they run their own way. Pure."""

from collections.abc import Iterable

from bot.telegram.views.layout import Line, Run
from bot.texts import direction_of, pieces
from bot.texts.direction import isolation


def highlighted(text: str, ranges: Iterable[tuple[int, int]], end: str = "") -> tuple[Line, ...]:
    """Set `text` with its half-open `ranges` in bold, and before an `end` of our own, if any; no line without words."""
    runs = [Run(piece, "b" if marked else "") for piece, marked in pieces(text, ranges)]
    whole = "".join(run.text for run in runs)
    if not whole:
        return ()
    if end:
        before, after = isolation(whole)
        runs = [Run(before), *runs, Run(after), Run(end)]
    return (Line(tuple(runs), direction_of(whole)),)

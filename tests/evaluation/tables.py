"""Tables of an evaluation: printed while they come, kept as one Markdown page.

Takes titles, headings and cells (texts, numbers, Estimates); knows nothing of what they mean.
"""

import math
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from bot.evaluation.measures import Estimate

Cell = str | float | int | Estimate | None


class Page:
    """A page that grows; written anew after every table, so that a run that is stopped leaves what it had."""

    def __init__(self, path: Path, title: str, introduction: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._parts = path, [f"# {title}", introduction]
        print(f"{title}\n{introduction}\n", flush=True)

    def table(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Add a table."""
        cells = [[*headings], *([_shown(cell) for cell in row] for row in rows)]
        widths = [max(_width(row[column]) for row in cells) for column in range(len(headings))]
        lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in cells]
        print(f"{title}\n" + "\n".join(lines) + "\n", flush=True)
        marked = [f"| {' | '.join(row)} |" for row in cells]
        marked.insert(1, "|---" * len(headings) + "|")
        self._parts.append(f"## {title}\n\n" + "\n".join(marked))
        self._path.write_text("\n\n".join(self._parts) + "\n", "utf-8")


def _shown(cell: Cell) -> str:
    if isinstance(cell, Estimate):
        return "–" if math.isnan(cell.value) else f"{cell.value:.3f} ({cell.low:.3f} to {cell.high:.3f})"
    if isinstance(cell, float):
        return "–" if math.isnan(cell) else f"{cell:.3f}"
    return "" if cell is None else str(cell)


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

"""Lines: which line of a file a character offset stands in.

Takes decoded text with its line ends untouched and gives 1-based numbers. A line ends with LF, CR LF or a lone CR, as
`open()` and editors count them; other separators (U+2028, form feed …) are ordinary characters of their line.
"""

import re
from bisect import bisect_right
from itertools import pairwise

_LINE_END = re.compile(r"\r\n|\r|\n")


class Lines:
    """The line starts of one text, found once so that each look-up costs a binary search."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def at(self, offset: int) -> int:
        """Return the 1-based number of the line that holds the character at `offset`.

        An offset at the very end of the text belongs to the last line.
        """
        return bisect_right(self._starts, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return first and last line, inclusive, of the half-open range `[start, end)`; `start < end`."""
        return self.at(start), self.at(end - 1)

    def texts(self, text: str) -> list[str]:
        """Return the lines of the same text with their ends; what is behind the last line end is one if not empty."""
        lines = [text[start:end] for start, end in pairwise([*self._starts, len(text)])]
        return lines if lines[-1] else lines[:-1]

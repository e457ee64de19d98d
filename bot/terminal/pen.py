"""Pen: bold, dim and direction on a screen, and none of it where output goes into a file or a pipe. Pure.

Takes lines in which two private characters mark where bold begins and ends; gives lines to print. Escape sequences are
those of ECMA-48 (SGR). The characters that steer direction stay only in lines that hold both directions.
"""

import re
import unicodedata
from dataclasses import dataclass

BOLD, PLAIN = "\ue000", "\ue001"
"""Stand for the beginning and the end of bold in a line that is not printed yet; foreign text is freed of them."""

_DIRECTIONS = re.compile("[\u200e\u200f\u2066-\u2069]")
_SGR_BOLD, _SGR_DIM, _SGR_OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Pen:
    """How lines are set.

    Attributes:
        width: Columns to wrap at; 0 leaves every sentence on one line.
        screen: Lines go to a terminal that shows directions, bold and dim.
    """

    width: int = 0
    screen: bool = False

    def set(self, text: str) -> str:
        """Set lines for where they go."""
        return "\n".join(self._line(line) for line in text.split("\n"))

    def dim(self, line: str) -> str:
        """Set a line that is less important."""
        return f"{_SGR_DIM}{line}{_SGR_OFF}" if self.screen and line else line

    def _line(self, line: str) -> str:
        if not (self.screen and _mixes(line)):
            line = _DIRECTIONS.sub("", line)
        if not self.screen:
            return line.replace(BOLD, "").replace(PLAIN, "")
        return line.replace(BOLD, _SGR_BOLD).replace(PLAIN, _SGR_OFF)


def unmarked(text: str) -> str:
    """Take the two marks out of foreign text."""
    return text.replace(BOLD, "").replace(PLAIN, "")


def closed(lines: list[str]) -> list[str]:
    """End bold at the end of each line, and begin it again on the next, where a wrapped text was cut inside of it."""
    done, within = [], False
    for line in lines:
        begun = f"{BOLD}{line}" if within else line
        within = begun.rfind(BOLD) > begun.rfind(PLAIN)
        done.append(f"{begun}{PLAIN}" if within else begun)
    return done


def _mixes(line: str) -> bool:
    kinds = {unicodedata.bidirectional(character) for character in line}
    return "L" in kinds and not kinds.isdisjoint({"R", "AL"})

"""Repeats: short lines that many articles of one outlet hold, whatever their words.

Takes the texts of files, gives the lines that count as boilerplate. They depend on the set of files alone, not on the
order in which they came; an index stays equal to a fresh one if the files holding a line that entered or left the
set are read again. Copies of one story share their short lines as well, so what counts is how many stories hold a line:
each file has some story keys, the least hashes of its clauses, which copies share and different stories do not
(Broder 1997, "On the Resemblance and Containment of Documents").
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.cleaning.shapes import fold_line, has_letter, may_repeat

LEAST_FILES = 3
"""Stories a short line must stand in to count as boilerplate: one told twice is not yet a habit."""

LEAST_SHARE = 4
"""One in so many articles of the outlet must hold it: what a newsroom often writes stands in fewer."""

STORY_KEYS = 4
"""Story keys of a file; a line counts only if the files that hold it differ in each, so that edited copies are one."""

_SALTS = tuple(int.from_bytes(hashlib.sha256(bytes([n])).digest()[:8], "big") for n in range(STORY_KEYS))
_CLAUSE = re.compile(r"[.!?…؟۔。！？।,،;؛:：，、\r\n]+")
_LEAST_CLAUSE = 15
_NAMED = (
    re.compile(r"^outlet\s*[:=]\s*[\"']?([^\r\n\"']{2,60})", re.MULTILINE | re.IGNORECASE),
    re.compile(r"(?:©|\(c\))\s*(?:(?:19|20)\d\d[\s,–-]*)+([^\r\n|.]{2,60})", re.IGNORECASE),
    re.compile(r"^\s*[(（]([^()（）\r\n]{2,40})[)）]\s*[–—-]", re.MULTILINE),
)
_READ = 400
"""Characters from the top within which a dateline is looked for."""


@dataclass(frozen=True, slots=True)
class ShortLines:
    """The short lines of one file that would be boilerplate if many articles of its outlet held them.

    Attributes:
        lines: Folded.
        outlet: Folded name of the outlet, "" where the file does not say.
        story: STORY_KEYS numbers that copies of one story share.
    """

    lines: frozenset[str]
    outlet: str
    story: tuple[int, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The lines as they are counted: each with its outlet, and the outlet alone for the file itself."""
        return frozenset(line_key(self.outlet, line) for line in (*self.lines, ""))


NO_LINES = ShortLines(frozenset(), "", (0,) * STORY_KEYS)
"""Of a file of which nothing is to be counted."""


def line_key(outlet: str, line: str) -> str:
    """Return under which name a folded line of an outlet is counted."""
    return f"{outlet}\t{line}"


def short_lines(text: str) -> ShortLines:
    """Return what of a file is counted."""
    stripped = [line.strip() for line in text.splitlines()]
    lines = frozenset(fold_line(line) for line in stripped if line and may_repeat(line))
    return ShortLines(lines, named_outlet(text), _story(line for line in stripped if not may_repeat(line)))


def named_outlet(text: str) -> str:
    """Return the folded name of the outlet as far as a look at the plain text tells, else ""."""
    for pattern in _NAMED:
        match = pattern.search(text if pattern is not _NAMED[-1] else text[:_READ])
        if match:
            return fold_line(match[1])
    return ""


def repeated_lines(
    files: Iterable[ShortLines], least: int = LEAST_FILES, others: Mapping[str, int] | None = None
) -> frozenset[str]:
    """Return the keys of the lines that count as boilerplate over these files.

    Args:
        files: Whose lines are asked about.
        least: Stories that a line must stand in.
        others: How many files of each outlet there are besides, which hold none of these lines.
    """
    beside = others or {}
    stories: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for file in files:
        for key in file.keys:
            stories[key].append(file.story)
    return frozenset(
        key
        for key, found in stories.items()
        for outlet in [key.partition("\t")[0]]
        if not key.endswith("\t")
        and len(found) * LEAST_SHARE >= len(stories[f"{outlet}\t"]) + beside.get(outlet, 0)
        and all(len(set(column)) >= least for column in zip(*found, strict=True))
    )


def is_repeated(line: str, repeated: frozenset[str], outlet: str) -> bool:
    """Tell whether a line of a file of this outlet is among those that count as boilerplate."""
    return bool(repeated) and may_repeat(line) and line_key(outlet, fold_line(line)) in repeated


def _story(lines: Iterable[str]) -> tuple[int, ...]:
    clauses = {fold_line(clause) for line in lines if has_letter(line) for clause in _CLAUSE.split(line)}
    hashes = [_hash(clause) for clause in clauses if len(clause) >= _LEAST_CLAUSE]
    return tuple(min((number ^ salt for number in hashes), default=0) >> 1 for salt in _SALTS)


def _hash(clause: str) -> int:
    return int.from_bytes(hashlib.blake2b(clause.encode("utf-8", "replace"), digest_size=8).digest(), "big")

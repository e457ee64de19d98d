"""Blocks: the pieces of a file's text that the stages of cleaning hand on."""

from dataclasses import dataclass
from enum import Enum


class BlockKind(Enum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    """Context of what follows, never quoted: a headline, a heading that the file marks as one, a short question."""
    SUBHEADING = "subheading"
    """Text that also heads what follows; without marks, a heading and a sentence without a full stop look the same."""
    SECTION = "section"
    """The name of a section above the headline ("POLITICS")."""
    LISTED = "listed"
    """One entry of a list; never taken for a heading."""
    MARKUP = "markup"
    """Code, comments, rules, link targets: nothing that a reader of the page sees as text."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, heading or list entry as a reader found it: a half-open range of the file's text, trimmed."""

    start: int
    end: int
    kind: BlockKind = BlockKind.TEXT

"""Cleaning: which parts of a file are the article, and which of those are headings.

    blocks ──select──▶ kept, left out ──with_headings──▶ kinds ──paragraphs──▶ what is indexed

Takes the text of a file and the blocks a reader found in it. Pure; text is never altered, only blocks are left out, so
every offset stays good. Knows no file formats. A line is left out only when the whole of it is known not to be the
article: by its words (`known`), or as a short line that many articles of its outlet hold (`repeats`).
"""

from ingest.cleaning.blocks import BlockKind, TextBlock
from ingest.cleaning.headings import paragraphs, with_headings
from ingest.cleaning.line_selection import select
from ingest.cleaning.repeats import (
    LEAST_FILES,
    LEAST_SHARE,
    NO_LINES,
    STORY_KEYS,
    ShortLines,
    named_outlet,
    repeated_lines,
    short_lines,
)
from ingest.cleaning.shapes import plain_words

__all__ = [
    "LEAST_FILES",
    "LEAST_SHARE",
    "NO_LINES",
    "STORY_KEYS",
    "BlockKind",
    "ShortLines",
    "TextBlock",
    "named_outlet",
    "paragraphs",
    "plain_words",
    "repeated_lines",
    "select",
    "short_lines",
    "with_headings",
]

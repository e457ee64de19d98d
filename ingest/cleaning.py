"""Cleaning: which parts of a file are the article, and which of those are headings.

Takes the text of a file and the blocks a reader found in it, gives blocks again: boilerplate left out, subheadings
marked. Pure; text is never altered, only blocks are dropped, so every offset stays good. Knows no file formats.

A line is boilerplate by its words (`ingest.boilerplate`), by standing twice in the same file, or by standing in many
files. The last needs the other files: `short_lines` gives each file's candidates, `repeated_lines` those of at least
three, and the result goes into `without_boilerplate`. It depends on the set of files alone, not on the order in which
they came; an index stays equal to a fresh one if the files holding a line that entered or left it are read again.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from ingest import boilerplate
from ingest.article import Paragraph

LEAST_FILES = 3
"""Files a short line must stand in to count as boilerplate: a story told twice is not yet a habit."""

_HEADING_LENGTH, _HEADING_WORDS, _HEADING_CHARACTERS = 110, 16, 36
"""Longest heading, in letters, words and, where words are not spaced, Chinese or Japanese characters."""
_SHORT = 80
"""Characters up to which a line can be boilerplate by repetition."""
_TEASER_LENGTH, _PROMPT_LENGTH, _CREDIT_LENGTH, _NOTE_LENGTH = 160, 250, 160, 200
_LONGEST_LIST = 3
"""Neighbouring lines of heading shape from which on they are a list, a poem or a table, not headings."""

_SENTENCE_END = re.compile(r"[.!?…؟۔:;؛,،。！？：；，।॥][\s»”\"’')\]}」』）*_]*$")
_ASKED = re.compile(r"[!?؟！？][\s»”\"’')*_]*$")
_GOES_ON = re.compile(r"[!?؟。！？…][\s»”\"'’)*_]*[^\W_]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SPEECH = re.compile(r"\s*[«»“”„\"‘'–—―「『-]")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_ONLY_LINKS = re.compile(
    r"(?:[^\w!\[]*+(?:https?://\S++|www\.\S++|pic\.twitter\.com/\S++|!?\[[^\]]*+\]\([^)]*+\)))++\W*"
)
_RIGHTS_SIGN = re.compile(r"[\s*_(]*(?:©|ⓒ|\(c\)\s*(?:19|20)\d\d)", re.IGNORECASE)
_NAMES = re.compile(r"(?:\s+(?:and|og|och|und|et|y|e|en|de|van|von|i|in|for|&|[^\W\d_a-zæøåäö][^\s\d]*)){2,9}")
_PARENTHESIS = re.compile(r"[\s*_]*[(\[（].*[)\]）][\s.*_]*")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_SILENT = [*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0660), 0x0670, *range(0x200B, 0x2010), 0xFEFF]
_FOLD = {**dict.fromkeys(_SILENT), **str.maketrans("أإآٱىةیکے", "ااااىهيكي"), ord("ى"): "ي", ord("’"): "'"}


class Kind(Enum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    LISTED = "listed"
    """One entry of a list; never taken for a heading."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list entry as a reader found it: a half-open range of the file's text, trimmed."""

    start: int
    end: int
    kind: Kind = Kind.TEXT


def fold(line: str) -> str:
    """Return a line as it is compared: case, width, vowel marks and spaces levelled, punctuation at the edges off."""
    folded = unicodedata.normalize("NFKC", line).casefold().translate(_FOLD)
    return " ".join(_EDGE.sub("", folded).split())


def short_lines(text: str) -> frozenset[str]:
    """Return the folded form of the lines of a file that would be boilerplate if many files held them."""
    stripped = (line.strip() for line in text.splitlines())
    return frozenset(fold(line) for line in stripped if line and _may_repeat(line))


def repeated_lines(files: Iterable[Iterable[str]], least: int = LEAST_FILES) -> frozenset[str]:
    """Return the folded lines that stand in at least `least` of the files, each given as its `short_lines`."""
    counts = Counter(line for lines in files for line in set(lines))
    return frozenset(line for line, count in counts.items() if count >= least)


def without_boilerplate(text: str, blocks: Iterable[Block], repeated: frozenset[str] = frozenset()) -> list[Block]:
    """Leave out the blocks that are not the article.

    Args:
        text: The whole file.
        blocks: What a reader found, in order.
        repeated: Folded short lines that other files hold as well (`repeated_lines`).
    """
    blocks = list(blocks)
    lines = [text[block.start : block.end] for block in blocks]
    here = Counter(fold(line) for line in lines if _may_repeat(line))
    twice = repeated.union(line for line, count in here.items() if count > 1)
    kept: list[Block] = []
    announced: list[Block] | None = None  # headlines since a teaser, which belong to it if there are several
    for block, line in zip(blocks, lines, strict=True):
        teaser = _is_teaser(line)
        if teaser or _is_boilerplate(line) or (_may_repeat(line) and fold(line) in twice):
            announced = [] if teaser else announced
        elif announced is not None and (_has_heading_shape(line) or _ONLY_LINKS.fullmatch(line)):
            announced.append(block)
        else:
            kept += announced if announced and len(announced) == 1 else []
            announced = None
            kept.append(block)
    return kept


def with_headings(text: str, blocks: Iterable[Block]) -> list[Block]:
    """Mark the blocks that head what follows: short, without the end of a sentence, or one short question.

    Short lines in a row are a list and stay text, except that the first line of a file may be its headline. What
    heads nothing is text if it is long and left out if it is short; but something always remains.
    """
    blocks = list(blocks)
    shaped = [block.kind is Kind.TEXT and _has_heading_shape(text[block.start : block.end]) for block in blocks]
    marked = [
        replace(block, kind=Kind.HEADING) if shaped[number] and _heads(shaped, number) else block
        for number, block in enumerate(blocks)
    ]
    while marked and marked[-1].kind is Kind.HEADING:
        last = marked.pop()
        if not any(block.kind is not Kind.HEADING for block in marked) or last.end - last.start > _SHORT // 2:
            return [*marked, replace(last, kind=Kind.TEXT)]
    return marked


def paragraphs(text: str, blocks: Iterable[Block]) -> tuple[Paragraph, ...]:
    """Give every block that is no heading the nearest heading above it."""
    found: list[Paragraph] = []
    heading = ""
    for block in blocks:
        if block.kind is Kind.HEADING:
            heading = plain_words(text[block.start : block.end])
        else:
            found.append(Paragraph(block.start, block.end, heading))
    return tuple(found)


def plain_words(line: str) -> str:
    """Return a line as it reads: without markdown's marks, link targets and double spaces."""
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"^\s*(?:#{1,6}\s+|>\s*)|(?<!\w)[*_`~]{1,3}|[*_`~]{1,3}(?!\w)", "", line)
    return " ".join(line.split())


def _heads(shaped: list[bool], number: int) -> bool:
    first, last = number, number
    while first > 0 and shaped[first - 1]:
        first -= 1
    while last + 1 < len(shaped) and shaped[last + 1]:
        last += 1
    return last - first + 1 < _LONGEST_LIST or number == 0


def _has_heading_shape(line: str) -> bool:
    if len(line) > _HEADING_LENGTH or len(line.split()) > _HEADING_WORDS or not _HAS_LETTER.search(line):
        return False
    if _GOES_ON.search(line) or len(_UNSPACED.findall(line)) > _HEADING_CHARACTERS:
        return False
    return not _SPEECH.match(line) if _ASKED.search(line) else not _SENTENCE_END.search(line)


def _may_repeat(line: str) -> bool:
    return len(line) <= _SHORT and not _SENTENCE_END.search(line) and bool(_HAS_LETTER.search(line))


def _phrases(listed: str) -> dict[str, tuple[str, ...]]:
    """Group folded phrases by their first character, the longest first."""
    folded = sorted({fold(phrase) for phrase in re.split(r"[|\n]", listed)} - {""}, key=len, reverse=True)
    return {first: tuple(p for p in folded if p[0] == first) for first in {phrase[0] for phrase in folded}}


_TEASERS = _phrases(boilerplate.TEASERS)
_PROMPTS = _phrases(boilerplate.PROMPTS)
_CREDITS = _phrases(boilerplate.CREDITS)
_UPDATES = _phrases(boilerplate.UPDATES)
_RIGHTS = _phrases(boilerplate.RIGHTS)
_BYLINES = _phrases(boilerplate.BYLINES)
_WHOLE = frozenset(phrase for group in _phrases(boilerplate.WHOLE).values() for phrase in group)


def _after(phrases: dict[str, tuple[str, ...]], folded: str) -> str | None:
    """Return what follows the phrase that a folded line begins with, None if it begins with none."""
    for phrase in phrases.get(folded[:1], ()):
        if folded.startswith(phrase):
            rest = folded[len(phrase) :]
            if not rest or not rest[0].isalnum() or phrase[-1] > "\u2e7f":  # Chinese writes no space
                return rest
    return None


def _is_teaser(line: str) -> bool:
    if len(line) > _TEASER_LENGTH:
        return False
    rest = _after(_TEASERS, fold(line))
    return rest is not None and (rest == "" or rest.lstrip().startswith(":") or _has_heading_shape(line))


def _is_boilerplate(line: str) -> bool:
    if not _HAS_LETTER.search(line):
        return True
    if len(line) > _PROMPT_LENGTH:
        return False
    folded = fold(line)
    return (
        folded in _WHOLE
        or bool(_ONLY_LINKS.fullmatch(line))
        or _after(_PROMPTS, folded) is not None
        or _claims_rights(line, folded)
        or _is_credit(line, folded)
        or _is_note(line, folded)
    )


def _claims_rights(line: str, folded: str) -> bool:
    rest = _after(_RIGHTS, folded)
    return bool(_RIGHTS_SIGN.match(line)) or (rest is not None and bool(re.match(r"\W*\d{4}|\s*[:©(]", rest)))


def _is_credit(line: str, folded: str) -> bool:
    if len(line) > _CREDIT_LENGTH:
        return False
    credited = _after(_CREDITS, folded)
    if credited is not None and credited.lstrip().startswith((":", "/")):
        return True
    if not _after(_BYLINES, folded) or _SENTENCE_END.search(line):
        return False
    words = line.strip("*_ ").split(maxsplit=1)
    return len(words) > 1 and bool(_NAMES.fullmatch(f" {words[1]}"))


def _is_note(line: str, folded: str) -> bool:
    rest = _after(_UPDATES, folded) if len(line) <= _NOTE_LENGTH else None
    if rest is None:
        return False
    if rest == "" or rest.lstrip().startswith(":") or _PARENTHESIS.fullmatch(line):
        return True
    return len(line) <= _SHORT and not _SENTENCE_END.search(line) and any(map(str.isdigit, rest))

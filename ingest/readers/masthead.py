"""Masthead: what the first lines of an article say about it: outlet, date and title. Nothing is invented."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.cleaning import Block, Kind, plain_words
from ingest.readers.dates import find_date, is_date_line
from ingest.sentences import sentences

TITLE_LENGTH = 120
"""Characters of the longest title, the … included."""

_DATE_LINES = 5
"""Blocks from the top among which a line with only a date says when the article was published."""
_LABELLED_LENGTH = 120
_LABELS = (
    "published | publication date | posted | publisert | publiseringsdato | publicerad | publiceret | udgivet "
    "| erschienen | veröffentlicht | julkaistu | gepubliceerd | publié | publicado | publicada | pubblicato | "
    "opublikowano | publikováno | publicat | δημοσιεύτηκε | yayınlanma | yayınlandı | опубликовано | дата "
    "публикации | опубліковано | публикувано | نشر | نشرت | تاريخ النشر | منتشر شده | تاریخ انتشار | شائع | "
    "פורסם | प्रकाशित"
)
_CHINESE_LABELS = "发布|發佈|公開|掲載|게시|입력"
_DATE_LABELS = "date|dato|datum|fecha|data|дата|التاريخ|تاريخ"
_PUBLISHED = re.compile(
    rf"\b(?:{_LABELS.replace(' | ', '|')})\b|{_CHINESE_LABELS}|^(?:{_DATE_LABELS})\s*:", re.IGNORECASE
)
_VOWEL_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0640]")

_DASH = r"[\s.:]{0,9}(?:[–—―−‒ー－:：-]|--)+[\s\u200f]*"
_NAME = r"[^\W\d_][^()（）\[\]/\r\n]{0,38}?"
_PLACE = r"[^\W\d_](?:[^()（）.!?؟:\r\n]|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z]{2})\.|(?<=\bSept)\.){0,58}?"
_DATELINE = re.compile(
    rf"[\s*_\u200f\u202b]{{0,9}}(?P<place>{_PLACE})?[\s,،.]{{0,9}}"
    rf"(?:[(（\[［]\s*(?P<outlet>{_NAME})\s*[)）\]］]|(?<=[\s.])/(?P<slashed>{_NAME})/)[*_]*{_DASH}"
)
_AGENCIES = "Reuters AFP AP NTB TT dpa DPA ANSA EFE PAP TASS UPI ANP APA Ritzau STT Xinhua"
_LONGEST_PLACE = 4
"""Words of a place in a script without capitals, where capitals cannot tell it from the beginning of a sentence."""
_NO_OUTLET = re.compile(r"updat|correct|oppdat|rett|تحديث|تصحيح|обновл|photo|foto|video", re.IGNORECASE)
_TITLE_EDGE = " \t\r\n.,،؛;:–—-۔。।"


def published_on(text: str, blocks: Sequence[Block], language: str) -> tuple[date | None, frozenset[Block]]:
    """Return the stated date of publication and the blocks that only state a date."""
    found: date | None = None
    stating: set[Block] = set()
    for number, block in enumerate(blocks):
        if block.end - block.start > _LABELLED_LENGTH:
            continue
        line = _VOWEL_MARKS.sub("", text[block.start : block.end])
        label = _PUBLISHED.search(line)
        day = find_date(line[label.end() :], language) if label else None
        if not day and number < _DATE_LINES and is_date_line(line, language):
            day = find_date(line, language)
        if day:
            found = found or day
            stating.add(block)
    return found, frozenset(stating)


def outlet_of(text: str, blocks: Sequence[Block]) -> tuple[str | None, list[Block]]:
    """Return the outlet that the dateline names, and the blocks with the first one beginning after it.

    A dateline with a place stays in the text, for where it happened is part of what is told; a bare outlet is not.
    """
    blocks = list(blocks)
    for number, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            match = _dateline(text, block)
            if not match:
                return None, blocks
            if not match["place"]:
                blocks[number] = replace(block, start=match.end())
            return _outlet(match), blocks
    return None, blocks


def title_of(text: str, blocks: Sequence[Block], language: str) -> str:
    """Return the heading at the top, else the first sentence without its dateline: 1 to 120 characters."""
    first = blocks[0]
    if first.kind is not Kind.HEADING:
        match = _dateline(text, first)
        start = match.end() if match else first.start
        beginning = text[start : min(first.end, start + 10 * TITLE_LENGTH)]
        spans = sentences(beginning, language)
        line = beginning[: spans[0][1]] if spans else beginning
    else:
        line = text[first.start : first.end]
    return shortened(plain_words(line).strip(_TITLE_EDGE) or line.strip() or text[first.start : first.end])


def shortened(title: str) -> str:
    """Return a title of at most 120 characters, cut between words and ended with … where it was longer."""
    title = " ".join(title.split())
    if len(title) <= TITLE_LENGTH:
        return title
    cut = title[:TITLE_LENGTH]
    words = cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]
    return words.rstrip(_TITLE_EDGE) + "…"


def _dateline(text: str, block: Block) -> re.Match[str] | None:
    match = _DATELINE.match(text, block.start, block.end)
    if not match or match.end() >= block.end or _NO_OUTLET.match(_outlet(match)):
        return None
    place = re.split("[,،]", match["place"] or "")[0]
    known = _outlet(match) in _AGENCIES.split()
    return match if known or (place == place.upper() and len(place.split()) <= _LONGEST_PLACE) else None


def _outlet(match: re.Match[str]) -> str:
    return " ".join((match["outlet"] or match["slashed"]).split())

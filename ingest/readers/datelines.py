"""Datelines: who published an article, and when: "OSLO (NTB) –", "(Dagens Ekko) –", "LONDON, 4 March 2026 (Ekko) –".

Takes the text and its blocks. A name in parentheses before a dash can as well be "EXCLUSIVE" or what an abbreviation
stands for, so it counts only with a sign that it is an outlet: a place before it, its name elsewhere in the file, that
it is a known agency or is called like one, or two words written as a name. Nothing is invented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.cleaning import BlockKind, TextBlock, named_outlet
from ingest.cleaning.known import has_outlet_word, is_agency
from ingest.cleaning.shapes import fold_line, is_cased
from ingest.readers.dates import find_date

_DASH = r"[\s.:]{0,9}(?:[–—―−‒ー－:：-]|--)+[\s\u200f]*"
_NAME = r"[^\W\d_][^()（）\[\]/\r\n]{0,38}?"
_PLACE = r"[^\W\d_](?:[^()（）.!?؟:\r\n]|(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z]{2})\.|(?<=\bSept)\.|(?<=\d)\.){0,58}?"
_DATELINE = re.compile(
    rf"[\s*_\u200f\u202b]{{0,9}}(?P<place>{_PLACE})?[\s,،.]{{0,9}}"
    rf"(?:[(（\[［]\s*(?P<outlet>{_NAME})\s*[)）\]］]|(?<=[\s.])/(?P<slashed>{_NAME})/)[*_]*{_DASH}"
)
_DAY_BEHIND = re.compile(r"\s*[,،]\D*\d.*$")
"""A date behind the outlet's name: "Ekko, 4 March 2026"."""
_LONGEST_PLACE = 4
"""Words of a place in a script without capitals, where capitals cannot tell it from the beginning of a sentence."""
_LONGEST_ACRONYM = 5
_NO_OUTLET = re.compile(
    r"updat|correct|oppdat|rett|تحديث|تصحيح|обновл|photo|foto|video|видео|فيديو|exclus|eksklus|exklus|эксклюз|حصري|اختصاصی|"
    r"انحصاری|独家|獨家|独占|단독|breaking|urgent|عاجل|فوری|срочн|термінов|haster|siste|última|ultima|dernière|eilmeldung|"
    r"מיוחד|דחוף|速報|快讯|快訊|속보|live|direkte|مباشر|направо|опрос|opinion|kommentar|comment|analys|анализ|تحليل|رأي|"
    r"interview|intervju|интервью|مقابلة|lead|alert|advisory|feature|report|reportage|sponsor|annons|anzeige|reklame|"
    r"son dakika|özel|acil|ताज़ा|विशेष|एक्सक्लूसिव|ब्रेकिंग|pilne|ważne|"
    r"aktuality|ด่วน|nóng|eksklusif|mise à jour|خاص|تقرير",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the dateline of an article says.

    Attributes:
        outlet: Who published it, where it says so.
        day: When, where it says the whole date.
        blocks: Those of the article, the first one beginning behind a dateline without a place. A dateline with a place
            stays in the text, for where it happened is part of what is told.
    """

    outlet: str | None
    day: date | None
    blocks: list[TextBlock]


def read_dateline(text: str, blocks: Sequence[TextBlock], language: str) -> Dateline:
    """Read the dateline of the first block that is no heading."""
    blocks = list(blocks)
    for number, block in enumerate(blocks):
        if block.kind not in (BlockKind.HEADING, BlockKind.SECTION):
            match = _dateline(text, block)
            if not match:
                break
            if not match["place"]:
                blocks[number] = replace(block, start=match.end())
            return Dateline(_outlet(match), find_date(match[0], language), blocks)
    return Dateline(None, None, blocks)


def dateline_end(text: str, block: TextBlock) -> int | None:
    """Return where the sentence behind a block's dateline begins, None if it has none."""
    match = _dateline(text, block)
    return match.end() if match else None


def _dateline(text: str, block: TextBlock) -> re.Match[str] | None:
    match = _DATELINE.match(text, block.start, block.end)
    if not match or match.end() >= block.end or _NO_OUTLET.search(_outlet(match)):
        return None
    behind = text[match.end()]
    if is_cased(behind) and behind.islower():  # "WHO (World Health Organization) – which counted"
        return None
    name = _outlet(match)
    return match if is_agency(name) or _may_publish(text, name, match["place"] or "") else None


def _may_publish(text: str, name: str, place: str) -> bool:
    """Tell whether what stands in parentheses is the name of an outlet, by its form and what else the file says."""
    if place:
        named = re.split("[,،]", place)[0]
        words = named.split()
        if named != named.upper() or len(words) > _LONGEST_PLACE or _stands_for(named, name):
            return False
        return is_cased(named) or len(words) < _LONGEST_PLACE or _is_confirmed(text, name)
    if _is_confirmed(text, name) or has_outlet_word(name):
        return True
    words = name.split()
    if not is_cased(name):
        return len(words) > 1
    return len(words) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in words) and name != name.upper()


def _is_confirmed(text: str, name: str) -> bool:
    """Tell whether the file names the outlet elsewhere: in its copyright line, or once more at least."""
    return fold_line(name) == named_outlet(_without_datelines(text)) or text.count(name) > 1


def _without_datelines(text: str) -> str:
    return re.sub(r"(?m)^[^\S\r\n]*[(（][^()（）\r\n]{2,40}[)）]\s*[–—-]", "", text)


def _stands_for(short: str, long: str) -> bool:
    """Tell whether a short name in capitals is made of the first letters of a long one."""
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long) if word[0].isupper())
    return 1 < len(short) <= _LONGEST_ACRONYM and short.upper() == initials.upper()


def _outlet(match: re.Match[str]) -> str:
    named = " ".join((match["outlet"] or match["slashed"]).split())
    return _DAY_BEHIND.sub("", named)

"""Known lines: whether a whole line is known not to be the article, and as what.

Takes one line, gives a Reason or None. A line is known only if nothing of it remains unexplained: a phrase of
`phrases.toml` at its beginning, and a rest that has the form which that table asks for (nothing, names, a headline
behind a colon …). Whatever goes on as a sentence stays. A line of several parts with `|` between them is known if each
is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.article import Reason
from ingest.cleaning.offers import is_offer, offers
from ingest.cleaning.phrases import beginnings, phrases, rest_of
from ingest.cleaning.shapes import (
    are_names,
    ends_stopped,
    fold_line,
    has_heading_shape,
    has_letter,
    holds_quotation,
    is_cased,
    is_quoted,
    is_spoken,
    is_word,
    trimmed,
)

LONGEST = 250
"""Characters of the longest line that is known by its words."""

_TEASER_LENGTH = 160
_NAMES, _LONGER_NAMES = 2, 3
"""Words of a name in a script without capitals, and where the label leaves less doubt."""
_SOURCE_WORDS, _ASIDE = 4, 8
"""Most words of a source's name, and of what a publisher says of itself behind a question."""
_CLAIM_WORDS = 6

_ADDRESSES = re.compile(
    r"(?:[^\w!\[<@]*+(?:<?(?:https?://\S++|www\.\S++|pic\.twitter\.com/\S++)|!\[[^\]]*+\]\([^)]*+\)"
    r"|\[(?:https?://|www\.)[^\]]*+\]\([^)]*+\)))++\W*"
)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_RIGHTS_SIGN = re.compile(r"[\s*_(]*(?:©|ⓒ|\(c\)\s*(?=(?:19|20)\d\d))", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?|[©ⓒ℗]|\(c\)", re.IGNORECASE)
_PARENTHESIS = re.compile(r"[\s*_]*[(\[（].*[)\]）][\s.*_]*")
_COLON = re.compile(r"\s*[:：]\s*")
_LEAD = re.compile(r"\s*[:：|»›>–—-]+\s*")
_SLASH = re.compile(r"\s*[/:：]\s*")
_FROM = re.compile(
    r"\s+(?:from|fra|från|von|aus|bei|auf|de|du|da|del|di|dal|z|ze|w|из|от|с|на|з|من|في|على|از|در|in|i|på|on|at|av|van)\s+"
)
_WHERE = re.compile(
    r"(?:(?:first|først|først|zuerst|primero|أولا|لأول مرة|впервые)\s+)?"
    r"(?:by|in|on|at|av|i|på|im|en|dans|por|nel|su|в|на|في|من)\s+"
)
_FURTHER = re.compile(r"[;؛]\s*(?:editing|writing|additional reporting|reporting) by\b", re.IGNORECASE)
_DASH = re.compile(r"\s*[–—-]+\s*")
_COUNT = re.compile(r"^[(\[]?\d{1,6}[)\]]?\s+|\s*[(\[]?\d{1,6}[)\]]?$")
_PARTS = re.compile(r"\s+[|·•]\s+|\s*[|｜]\s*")
_ITEM_WORDS, _MOST_ITEMS = 3, 15


@dataclass(frozen=True, slots=True)
class _Begun:
    """A line that begins with a phrase (folded), and what follows, with its case."""

    line: str
    phrase: str
    rest: str


def reason_of(line: str) -> Reason | None:
    """Return why a line is not the article, None where it may be."""
    if not has_letter(line):
        return None if any(map(str.isdigit, line)) else Reason.DECORATION
    if len(line) > LONGEST:
        return None
    if _ADDRESSES.fullmatch(line) or _MAIL.fullmatch(trimmed(line)):
        return Reason.ADDRESS
    found = _known(line)
    if found or not re.search(r"[|｜·•]", line):
        return found
    reasons = [_known(part) for part in _PARTS.split(line.strip(" |｜·•")) if part]
    return reasons[0] if reasons and all(reasons) else None


def is_list_teaser(line: str) -> bool:
    """Tell whether a line announces several other articles, whose headlines may follow line by line."""
    folded = fold_line(line)
    return folded in phrases("rankings") or folded in phrases("read_also") or _ranks_outlet(line, folded)


def is_agency(name: str) -> bool:
    """Tell whether a name is that of a news agency or another outlet known to be credited."""
    return fold_line(name) in phrases("agencies")


def has_outlet_word(name: str) -> bool:
    """Tell whether a name holds a word such as "News" or "وكالة", or ends like "Fjordposten"."""
    words = fold_line(name).split()
    known = phrases("outlet_words")
    return any(word in known or _ends_so(word, known) for word in words)


def _ends_so(word: str, known: frozenset[str]) -> bool:
    least = 1 if word[-1:] > "\u2e7f" else 4
    return any(word.endswith(ending) and len(ending) >= least for ending in known)


def _ranks_outlet(line: str, folded: str) -> bool:
    for phrase, _ in beginnings(folded, "rankings"):
        rest = rest_of(trimmed(line), folded, phrase)
        if rest:
            return _names_outlet(rest)
    return False


def _known(line: str) -> Reason | None:
    if is_quoted(line) or (is_spoken(line) and fold_line(line) not in phrases("labels")):
        return None
    if _RIGHTS_SIGN.match(line):
        claim = _RIGHTS_SIGN.sub("", line, count=1)
        return Reason.RIGHTS if _is_claim(claim) or _is_brief(claim) else None
    raw, folded = trimmed(line), fold_line(line)
    for phrase, table in beginnings(folded, *_FORMS):
        rest = rest_of(raw, folded, phrase) if folded.startswith(phrase) else None
        reason, fits = _FORMS[table]
        if rest and is_word(rest[0]) and table != "prompts":  # a longer word, in a script without spaces
            continue
        if rest is not None and fits(_Begun(line, phrase, rest)):
            return reason
    if is_offer(folded):
        return Reason.PROMPT
    counted = _COUNT.sub("", raw)
    return Reason.LABEL if counted != raw and fold_line(counted) in phrases("labels") else None


def _is_brief(claim: str) -> bool:
    """Behind the sign itself: a few words, as of an outlet that is not written in capitals."""
    return len(claim.split()) <= _CLAIM_WORDS and not ends_stopped(claim) and not holds_quotation(claim)


def _is_whole(begun: _Begun) -> bool:
    return not any(map(str.isalnum, begun.rest))


def _announces(begun: _Begun) -> bool:
    """After "read also": nothing, a headline behind a colon or a dash, or an outlet."""
    if _is_whole(begun) or _names_outlet(begun.rest):
        return True
    lead = _LEAD.match(begun.rest)
    if not lead or len(begun.line) > _TEASER_LENGTH:
        return False
    return not _DASH.fullmatch(lead[0]) or has_heading_shape(begun.rest[lead.end() :])


def _ranks(begun: _Begun) -> bool:
    """After "most read": nothing, a headline without a full stop behind a colon, or an outlet."""
    if _heads(begun):
        return True
    colon = _COLON.match(begun.rest)
    return colon is not None and len(begun.line) <= _TEASER_LENGTH and has_heading_shape(begun.rest[colon.end() :])


def _heads(begun: _Begun) -> bool:
    """After "related": nothing, or an outlet."""
    return _is_whole(begun) or _names_outlet(begun.rest)


def _names_outlet(rest: str) -> bool:
    preposition = _FROM.match(rest)
    return preposition is not None and not ends_stopped(rest) and are_names(rest[preposition.end() :])


def _says(begun: _Begun) -> bool:
    """After "do you have a tip": nothing, an address, or a few words in which the publisher speaks of itself."""
    if _is_whole(begun) or _MAIL.search(begun.rest):
        return True
    own = any(word in phrases("ours") for word in fold_line(begun.rest).split())
    return own and len(begun.rest.split()) <= _ASIDE and not holds_quotation(begun.rest)


def _explains(begun: _Begun) -> bool:
    """After "you are receiving this email because": whatever the reason is."""
    return not holds_quotation(begun.rest)


def _contacts(begun: _Begun) -> bool:
    return bool(_MAIL.search(begun.rest) or _COLON.match(begun.rest)) or _is_whole(begun)


def _is_claim(rest: str) -> bool:
    """Behind a sign or a rights phrase: years and names, perhaps another rights phrase, and no sentence."""
    if holds_quotation(rest):
        return False
    left = _YEARS.sub(" ", rest).strip(" \t.,:;-–—|()[]")
    if not has_letter(left) or are_names(left, words=_LONGER_NAMES):
        return True
    parts = re.split(r"(?<=[^\W\d_]{2})[.。!]\s+|\s[-–—|]\s", left)
    return any(fold_line(part).startswith(tuple(phrases("rights"))) for part in parts)


_GOES_ON = re.compile(r"[^\W\d_]{4,}[.!?…。؟]+[\s)]")
"""The end of a sentence with something behind it: "Nobody was hurt. (NTB)" is no name, "St. Olav" may be one."""


def _reserves(begun: _Begun) -> bool:
    """After "all rights reserved": years and names, or a further sentence on what may not be done."""
    further = re.match(r"\s*[.。]\s", begun.rest)
    return _is_claim(begun.rest) or (bool(further) and not any(map(str.isdigit, begun.rest)))


def _is_copyright(begun: _Begun) -> bool:
    return bool(re.match(r"\W*(?:(?:19|20)\d\d|[©ⓒ]|\(c\))", begun.rest, re.IGNORECASE)) and _is_claim(begun.rest)


def _stood(begun: _Begun) -> bool:
    """After "this article was first published": where and when, in names and dates."""
    left = re.sub(r"\d+\.?", " ", begun.rest).strip(" .:,")
    place = _WHERE.match(left)
    if not left or not place:
        return not left
    named = left[place.end() :]
    return are_names(named) and (is_cased(named) or has_outlet_word(named))


def _credits(begun: _Begun) -> bool:
    behind = _SLASH.match(begun.rest)
    return behind is not None and are_names(begun.rest[behind.end() :])


def _sources(begun: _Begun) -> bool:
    """After "source:": the name of an outlet or of people; in a script without capitals only a known kind of outlet."""
    colon = _COLON.match(begun.rest)
    if not colon:
        return False
    named = begun.rest[colon.end() :]
    if is_agency(named):
        return True
    if _GOES_ON.search(named):
        return False
    if not any(map(is_cased, named.split())):
        return are_names(named, words=_LONGER_NAMES) and has_outlet_word(named)
    return are_names(named) and len(named.split()) <= _SOURCE_WORDS


def _reports(begun: _Begun) -> bool:
    """After "reporting by": names, with a colon between or not."""
    rest = _FURTHER.sub(";", begun.rest)
    colon = _COLON.match(rest)
    named = rest[colon.end() :] if colon else rest
    if not colon and not any(map(is_cased, named.split())) and ends_stopped(begun.line):
        return False
    return are_names(named, words=_LONGER_NAMES if colon else _NAMES)


def _lists_tags(begun: _Begun) -> bool:
    colon = _COLON.match(begun.rest)
    if not colon or ends_stopped(begun.line):
        return False
    items = [item for item in re.split(r"[,،、，;|#]", begun.rest[colon.end() :]) if item.strip()]
    return 0 < len(items) <= _MOST_ITEMS and all(len(item.split()) <= _ITEM_WORDS for item in items)


def _is_byline(begun: _Begun) -> bool:
    if ends_stopped(begun.line) or not begun.rest.startswith(" ") or any(map(str.isdigit, begun.rest)):
        return False
    names = begun.rest.split()
    return are_names(begun.rest, words=_LONGER_NAMES) and (len(names) > 1 or not is_cased(names[0]))


def _is_note(begun: _Begun) -> bool:
    """After "this story has been updated": nothing, or with what."""
    return _is_whole(begun) or (" " in begun.phrase and _says_with(begun.rest))


def _revises(begun: _Begun) -> bool:
    """In parentheses and after "updates": what a wire service changed, without its news."""
    if not _PARENTHESIS.fullmatch(begun.line):
        return False
    return _says_with(begun.rest) or (begun.phrase in phrases("verbs") and not _tells(begun.rest))


def _says_with(rest: str) -> bool:
    words = fold_line(rest).split()
    return bool({" ".join(words[:count]) for count in (1, 2)} & phrases("with")) and not _tells(rest)


def _tells(rest: str) -> bool:
    """Tell whether a note holds a colon, a quotation or a number that counts no paragraphs."""
    if re.search(r"[:：]", rest) or holds_quotation(rest):
        return True
    counts = any(word.startswith(tuple(phrases("paragraphs"))) for word in fold_line(rest).split())
    return any(map(str.isdigit, rest)) and not counts


_FORMS: dict[str, tuple[Reason, Callable[[_Begun], bool]]] = {
    "labels": (Reason.LABEL, _is_whole),
    "read_also": (Reason.TEASER, _announces),
    "rankings": (Reason.TEASER, _ranks),
    "announced": (Reason.TEASER, _heads),
    "prompts": (Reason.PROMPT, lambda begun: offers(begun.line, begun.rest)),
    "sayings": (Reason.PROMPT, _says),
    "notices": (Reason.PROMPT, _explains),
    "contacts": (Reason.PROMPT, _contacts),
    "rights": (Reason.RIGHTS, _reserves),
    "copyrights": (Reason.RIGHTS, _is_copyright),
    "origins": (Reason.NOTE, _stood),
    "credits": (Reason.CREDIT, _credits),
    "sources": (Reason.CREDIT, _sources),
    "reported": (Reason.CREDIT, _reports),
    "tags": (Reason.LABEL, _lists_tags),
    "bylines": (Reason.CREDIT, _is_byline),
    "updated": (Reason.NOTE, _is_note),
    "revisions": (Reason.NOTE, _revises),
}
"""For each table the reason it stands for, and how the rest of the line must look."""

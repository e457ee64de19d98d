"""Finds what Telegram marks by itself: commands, names, tags, web and mail addresses, telephone and card numbers.

Takes Formatted, gives Formatted. The rules are those by which Telegram's own library marks messages (TDLib,
MessageEntity.cpp): nothing is marked in `code` or in a link, of two that overlap the first one stays, and an address
without "http" needs a top-level domain that there is. Telephone numbers are marked by the server, by a rule that is not
published: here every number that begins with "+" and has seven to fifteen digits (E.164).
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bot.preview.entities import Entity, Formatted, in_order, utf16_length

_CLOSED = frozenset({"text_link", "code", "pre", "text_mention"})
_PATH = r"[^\s<>\"«»\u2000-\u200b\u200e\u200f\u2016-\u206f]"
_TAG = r"\w\u200c\u00b7\u0d80-\u0dff"
_NAME = "[A-Za-z0-9_]"
_PATTERNS = (
    ("mention", re.compile(rf"(?<!\w)@(?:{_NAME}{{4,32}}|(?i:gif|vid|pic))(?!\w)")),
    ("bot_command", re.compile(rf"(?<![\w/<>])/{_NAME}{{1,64}}(?!{_NAME})(?:@{_NAME}{{3,32}}|(?!@))(?![\w/<>])")),
    ("hashtag", re.compile(rf"(?<![{_TAG}])#(?=[{_TAG}]*[^\W\d_])[{_TAG}]{{1,256}}(?![{_TAG}]*#)")),
    ("cashtag", re.compile(rf"(?<![${_TAG}])\$(?:1INCH|[A-Z]{{1,8}})(?![${_TAG}])")),
    ("phone_number", re.compile(r"(?<![\w+])\+[0-9](?:[ \u00a0().-]{0,2}[0-9]){6,14}(?![0-9])")),
    ("url", re.compile(rf"(?i:tg|ton)://[A-Za-z0-9_-]{{1,253}}(?:[/?#]{_PATH}*)?")),
)
_DOMAIN = r"[A-Za-z0-9_~\-\u00c0-\u167f\u1681-\u1fff\u200c\u200d\u2010-\u2015\u2070-\u2fff\u3001-\U0010ffff]"
_URL = re.compile(
    rf"""(?:(?P<scheme>(?i:https?|ftp))://|(?<![\w/\#@.~\-\u00c0-\u1fff\u200c\u200d]))
         (?P<user>[^\s/\[\]{{}}()'`<>"@«»\u2000-\u200b\u200e-\u200f\u2016-\u206f]+@)?
         (?P<host>{_DOMAIN}+(?:\.{_DOMAIN}+)+)
         (?::[0-9]{{1,5}})?
         (?P<path>[/?\#]{_PATH}*)?""",
    re.VERBOSE,
)
_MAIL = re.compile(
    r"(?:[a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(?:(?:[a-z0-9][a-z0-9_-]{0,28})?[a-z0-9]\.){1,6}[a-z]{2,8}",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\w.,+-])[0-9](?:[ -]?[0-9]){12,18}(?![\w-])")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def detected(formatted: Formatted) -> Formatted:
    """`formatted` with the entities that Telegram adds."""
    closed = [entity for entity in formatted.entities if entity.type in _CLOSED]
    found: list[Entity] = []
    for entity in sorted(_found(formatted.text), key=lambda entity: (entity.offset, -entity.length)):
        if not any(_touch(entity, other) for other in closed + found):
            found.append(entity)
    return Formatted(formatted.text, in_order([*formatted.entities, *found]))


def _found(text: str) -> Iterator[Entity]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield _entity(kind, text, match.start(), match.end())
    for match in _CARD.finditer(text):
        if _is_card(match.group()):
            yield _entity("bank_card", text, match.start(), match.end())
    for match in _URL.finditer(text):
        whole = match.group().removeprefix("mailto:")
        start = match.end() - len(whole)
        if _MAIL.fullmatch(whole):
            yield _entity("email", text, start, match.end())
        elif _is_host(match["host"], bool(match["scheme"])):
            yield _entity("url", text, match.start(), match.end() - len(match["path"] or "") + _length(match["path"]))


def _entity(kind: str, text: str, start: int, end: int) -> Entity:
    return Entity(kind, utf16_length(text[:start]), utf16_length(text[start:end]))


def _touch(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _length(path: str | None) -> int:
    """How much of what follows a host belongs to the address: no closing bracket too many, no mark at the end."""
    open_ = dict.fromkeys(_PAIRS.values(), 0)
    end = 0
    for end, character in enumerate(path or "", 1):
        if character in open_:
            open_[character] += 1
        elif opening := _PAIRS.get(character):
            open_[opening] -= 1
            if open_[opening] < 0:
                end -= 1
                break
    return len((path or "")[:end].rstrip(".:;,('?!`"))


def _is_host(host: str, has_scheme: bool) -> bool:
    labels = host.split(".")
    if any(not 0 < len(label) < 64 or label.endswith("-") for label in labels):
        return False
    if all(label.isdecimal() for label in labels):
        return len(labels) == 4 and all(str(int(label)) == label and int(label) < 256 for label in labels)
    last = labels[-1]
    if last.startswith("xn--"):
        return len(last) > 5 and last[4:].isalnum()
    usual = len(last) > 1 and not {"_", "-"} & set(last) and "_" not in labels[-2]
    return usual and (has_scheme or _is_top_level(last))


def _is_top_level(label: str) -> bool:
    """Tell whether there is such a domain; "Com" begins the next sentence."""
    lower = label.lower()
    return lower in _top_level_domains() and not (lower != label and lower[1:] == label[1:])


@cache
def _top_level_domains() -> frozenset[str]:
    lines = files("bot.preview").joinpath("top_level_domains.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _is_card(number: str) -> bool:
    """Whether the digits are those of a card, by the Luhn algorithm."""
    digits = [int(digit) for digit in number if digit.isdecimal()][::-1]
    return sum(sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(digits)) % 10 == 0

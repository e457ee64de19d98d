"""Garbling: whether a text shows that it was read in a wrong encoding.

Takes text, gives truth values. A wrong encoding of the same script makes signs and capitals stand inside of words
("p† Lund", "f¿rti", "pŒ"); one of another script puts vowel signs where no letter is.
"""

import re
import unicodedata
from itertools import pairwise

_READ = 20_000
"""Characters looked at."""
_WITHIN = frozenset("'’ʼ`´-‐‑·•‧\u00ad\u200b\u200c\u200d\u2060/&@_.:^*+=~|״׳–—−…,;!?%§°ºª¹²³")
"""Signs that may stand inside of words and numbers."""
_BEFORE = frozenset("«»“”„‘’‚‹›¿¡§€£¥$©®™#@&…–—−-•·°±×÷½¼¾¹²³№¶†‡ºª´`'\"([{<*_/|~+=^\u00a0\u202f\u2009")
_NEVER_BEHIND = frozenset("„‚¿¡†‡")
"""Signs that never follow a letter."""
_IDEOGRAPHS = "\u2e80"
_SOUTHERN, _EASTERN = frozenset("ЂЃЉЊЌЋЏђљњќћџ"), frozenset("ыэъЫЭЪ")
"""Cyrillic letters of which no language has both kinds."""
_FRAMED = re.compile(r"[\u2500-\u259f][^\W\d_]|[^\W\d_][\u2500-\u259f]|ς[^\W\d_]")
_MOST_WRONG = 40
"""One sign in so many letters that are not ASCII may stand in a wrong place: names and typing errors do."""

_CP1252 = "\\x80-\\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_TWICE = re.compile(rf"[ÃÂÐÑØÙÎÏ][{_CP1252}]|â€[{_CP1252}]")
_FEWEST_TWICE = 2
_ISO_2022 = re.compile(r"\x1b(?:\$[@AB]|\$\([A-D]|\([BIJ]|\$\)C)")
_HZ = re.compile(r"~\{(?:[!-w][!-~])+~\}")
_UTF_7 = re.compile(r"\+[A-Za-z0-9/]{3,}-?")


def is_spelt(text: str) -> bool:
    """Tell whether the letters of a text make words as they are spelt, as far as their form tells."""
    text = text[:_READ]
    foreign = sum(character > "\x7f" for character in text)
    wrong = _signs_within(text) + _capitals_behind(text) + _lost_vowels(text) + _strangers(text)
    return wrong * _MOST_WRONG <= foreign


def is_twice_encoded(text: str) -> bool:
    """Tell whether a text is UTF-8 that was taken for a Latin encoding and saved as UTF-8 once more ("CafÃ©")."""
    text = text[:_READ]
    found = _TWICE.findall(text)
    foreign = sum(character > "\x7f" for character in text)
    return len(found) >= _FEWEST_TWICE and sum(map(len, found)) * 2 >= foreign


def is_seven_bit(text: str) -> bool:
    """Tell whether ASCII text hides letters of another script: ISO-2022, HZ or UTF-7."""
    if not text.isascii():
        return False
    if _ISO_2022.search(text) or len(_HZ.findall(text)) > 1:
        return True
    return sum(map(_hides_letters, _UTF_7.findall(text[:_READ]))) > 1


def _hides_letters(run: str) -> bool:
    try:
        decoded = run.encode("ascii").decode("utf-7")
    except UnicodeDecodeError:
        return False
    return any(character.isalpha() and not character.isascii() for character in decoded)


def _signs_within(text: str) -> int:
    """Count the signs beyond ASCII between two letters, or before a small one at the start of a word."""
    wrong = 0
    for before, sign, behind in zip(text, text[1:], text[2:], strict=False):
        wrong += sign in _NEVER_BEHIND and before.isalpha()
        wrong += before.isascii() and before.isalpha() and sign.isalpha() and "\u0370" <= sign < _IDEOGRAPHS
        if sign > "\x7f" and not sign.isalnum() and behind.isalpha() and not unicodedata.category(sign).startswith("M"):
            within = before.isalpha() and sign not in _WITHIN and not sign.isspace() and not _may_part(sign)
            wrong += within or (not before.isalnum() and behind.islower() and sign not in _BEFORE)
    return wrong


def _capitals_behind(text: str) -> int:
    """Count the capitals beyond ASCII that stand behind a small letter."""
    return sum(capital > "\x7f" and capital.isupper() and before.islower() for before, capital in pairwise(text))


def _strangers(text: str) -> int:
    """Give more than any text may have if it holds letters of two kinds, or frames beside letters."""
    mixed = _SOUTHERN.intersection(text) and _EASTERN.intersection(text)
    return len(text) if mixed or _FRAMED.search(text) else 0


def _may_part(sign: str) -> bool:
    """Tell whether a sign may stand between two words without a space, as Chinese punctuation does."""
    return unicodedata.category(sign) in {"Ps", "Pe", "Po", "Pd"} and sign not in "¿¡†‡¶"


def _lost_vowels(text: str) -> int:
    """Count the Thai vowel signs and vowels that no consonant bears."""
    wrong = 0
    for before, sign in zip(" " + text, text, strict=False):
        if "\u0e31" <= sign <= "\u0e4e" and unicodedata.category(sign) == "Mn":
            wrong += not ("\u0e01" <= before <= "\u0e2e" or unicodedata.category(before) == "Mn")
        if "\u0e40" <= before <= "\u0e44":
            wrong += not "\u0e01" <= sign <= "\u0e2e"
    return wrong

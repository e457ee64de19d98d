"""Shapes: what a line looks like, whatever its words: how it ends, whether it is speech, a heading, a list of names.

Takes one line, gives folded text or truth values. Knows no phrases, no files.
"""

import re
import unicodedata

from ingest.text.patterns import KANA_AND_HAN

SHORT = 80
"""Characters up to which a line can be boilerplate by repetition."""

_HEADING_LENGTH, _HEADING_WORDS, _HEADING_CHARACTERS = 110, 16, 36
"""Longest heading, in letters, words and, where words are not spaced, Chinese or Japanese characters."""

_LONGEST_MARKED = 600
"""Characters of a line with markdown's marks that may still be a heading without them."""
_READ = 200
"""Characters from the end of a line by which its end is judged."""

_STOP = r"[.!?…؟۔。！？।॥|։።។။｡]"
_CLOSING = r"[\s»”\"’')\]}」』）》*_]*"
_SENTENCE_END = re.compile(rf"(?:{_STOP}|[:;؛,،：；，、]){_CLOSING}$")
_TAIL = re.compile(
    r"\s*(?:[(\[（][^()\[\]（）]{1,30}[)\]）]|/[^/]{1,30}/|\[\^?[^\]]{1,12}\]|[—–-]+\s*\S{1,20}(?:\s\S{1,20})?"
    r"|[■□▪▫◆◇●○★☆✦#*†‡§⁰¹²³⁴-⁹]+)$"
)
"""What may stand behind the last full stop of a sentence: "(NTB)", "/ritzau/", "— AP", "■", "[1]", "¹"."""
_MOST_TAILS = 3
_STOPPED = re.compile(rf"{_STOP}{_CLOSING}$")
_ASKED = re.compile(r"[?؟？][\s»”\"’')*_]*$")
_GOES_ON = re.compile(r"[!?؟。！？…][\s»”\"’'’)*_]*[^\W_]")
_UNSPACED = re.compile(f"[{KANA_AND_HAN}\uac00-\ud7a3]")
_QUOTED = re.compile(r"\s*[«»“”„‟\"‘‚‹›「『《]")
_SPOKEN = re.compile(r"\s*(?:[«»“”„‟\"‘'‚‹›「『《]|[–—―-]\s)")
_QUOTE = re.compile(r"[«»“”„\"‘「」『』]")
_LETTER = re.compile(r"[^\W\d_]")
_SILENT = [*range(0x0610, 0x061B), 0x0640, *range(0x064B, 0x0660), 0x0670, 0xAD, *range(0x200B, 0x2010), 0xFEFF]
_FOLD = {**dict.fromkeys(_SILENT), **str.maketrans("أإآٱىةیکے", "ااااىهيكي"), ord("ى"): "ي", ord("’"): "'"}

_BETWEEN_NAMES = re.compile(r"\s*[/,;&|،؛、・·•+]\s*|\s[–—-]\s")
_JOINING = (
    "and og och und et y e i и та й ja en de la le les du des der den det el los las da do dos das di del della "
    "van von af av zu zur of the for in ibn bin al ben på a ve și with by at on from"
)
_CONNECTORS = frozenset(_JOINING.split())
_CAPITALISED = "To The In On At As Is Are Was Were With After Over For From Will Has Have Of A An And But Not No By"
_HEADLINE_WORDS = frozenset(_CAPITALISED.split())
"""Words that English headlines write with a capital and names do not."""
_MOST_NAMES, _NAME_WORDS = 6, 5
_NAME_CHARACTERS = 8
_DOMAIN = re.compile(r"\w\.[^\W\d_²³¹⁰⁴-⁹]")
"""A full stop inside a word, as in "vg.no"; behind that of a sentence only a footnote's number can follow at once."""


def fold_line(line: str) -> str:
    """Return a line as it is compared: case, width, vowel marks and spaces levelled, punctuation at the edges off."""
    return " ".join(_without_edges(fold_letters(unicodedata.normalize("NFKC", line))).split())


def fold_letters(text: str) -> str:
    """Return text with case, vowel marks and the variant letters of Arabic levelled."""
    return text.casefold().translate(_FOLD)


def trimmed(line: str) -> str:
    """Return a line without punctuation at its edges, its width and spaces levelled, its case as it was."""
    return " ".join(_without_edges(unicodedata.normalize("NFKC", line)).split())


def _without_edges(text: str) -> str:
    """Text from its first letter or digit to its last, vowel signs included."""
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    first = next((n for n, character in enumerate(text) if character.isalnum()), len(text))
    last = next((n for n in range(len(text), first, -1) if is_word(text[n - 1])), first)
    return text[first:last]


def is_word(character: str) -> bool:
    """Tell whether a character is part of a word: a letter, a digit or a vowel sign."""
    return character.isalnum() or unicodedata.category(character).startswith("M")


def plain_words(line: str) -> str:
    """Return a line as it reads: without markdown's marks, link targets and double spaces."""
    line = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line)
    line = re.sub(r"^\s*(?:#{1,6}\s+|>\s*)|(?<!\w)[*_`~]{1,3}|[*_`~]{1,3}(?!\w)", "", line)
    return " ".join(line.split())


def has_letter(line: str) -> bool:
    """Tell whether a line holds a letter of any script."""
    return bool(_LETTER.search(line))


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence or a clause does, whatever agency, sign or footnote mark follows."""
    return bool(_SENTENCE_END.search(line[-_READ:])) or ends_stopped(line)


def ends_stopped(line: str) -> bool:
    """Tell whether a line ends with a full stop of any script, whatever agency, sign or footnote mark follows."""
    line = line[-_READ:]
    for _ in range(_MOST_TAILS):
        if _STOPPED.search(line):
            return True
        tail = _TAIL.search(line[-60:])
        if not tail:
            return False
        line = line[: len(line) - len(tail[0])]
    return bool(_STOPPED.search(line))


def is_spoken(line: str) -> bool:
    """Tell whether a line begins as speech does: with a quotation mark, or with a dash and a space."""
    return bool(_SPOKEN.match(line))


def is_quoted(line: str) -> bool:
    """Tell whether a line begins with a quotation mark."""
    return bool(_QUOTED.match(line))


def holds_quotation(line: str) -> bool:
    """Tell whether a quotation mark of any kind stands in a line."""
    return bool(_QUOTE.search(line))


def asks(line: str) -> bool:
    """Tell whether a line ends with a question mark and is no speech."""
    return bool(_ASKED.search(line)) and not is_spoken(line)


def has_heading_shape(line: str) -> bool:
    """Tell whether a line is short and either a question or without the end of a sentence."""
    if len(line) > _LONGEST_MARKED:
        return False
    line = plain_words(line)
    if len(line) > _HEADING_LENGTH or len(line.split()) > _HEADING_WORDS or not has_letter(line):
        return False
    if _GOES_ON.search(line) or len(_UNSPACED.findall(line)) > _HEADING_CHARACTERS:
        return False
    return asks(line) or not (ends_sentence(line) or is_quoted(line))


def may_repeat(line: str) -> bool:
    """Tell whether a line is so short and so little of a sentence that repetition can make it boilerplate."""
    return len(line) <= SHORT and has_letter(line) and not ends_sentence(line) and not is_spoken(line)


def is_cased(word: str) -> bool:
    """Tell whether the first letter of a word belongs to a script with capitals."""
    return word[:1].lower() != word[:1].upper()


def are_names(text: str, *, words: int = 2) -> bool:
    """Tell whether a text is nothing but a few names.

    Args:
        text: What follows a label, as it stands.
        words: Most words of one name in a script without capitals, where nothing else tells a name from a sentence.
    """
    text = text.strip().rstrip(".。।").strip()
    if not text or is_quoted(text) or re.search(r"[!?؟:：«»“”\"]", text):
        return False
    parts = [part for part in _BETWEEN_NAMES.split(text) if part]
    return 0 < len(parts) <= _MOST_NAMES and all(_is_name(part, words) for part in parts)


def _is_name(part: str, most: int) -> bool:
    words = part.strip("()[]（）").split()
    if len(words) == 1 and _UNSPACED.search(part):
        return len(part) <= _NAME_CHARACTERS
    if not any(is_cased(word) for word in words):
        return len(words) <= most
    content = [word for word in words if word not in _CONNECTORS]
    if not content or len(content) > _NAME_WORDS or _HEADLINE_WORDS.intersection(words):
        return False
    return all(_is_proper(word.lstrip("(@'’\"")) for word in content)


def _is_proper(word: str) -> bool:
    return not word or not is_cased(word) or any(map(str.isupper, word)) or bool(_DOMAIN.search(word))

"""Citing: the quote contract. What is shown as a quotation stands in its file, letter for letter.

Takes what someone claims a file says (a language model, or the extractive answerer) and gives Citations of that file,
numbered at last. A claim that the file does not hold gives nothing. Pure: reads no file, knows no model.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.quotes.citation import Citation, Statement
from ingest.article import Article
from ingest.errors import CorpusError
from ingest.index.stored import Sentence, StoredArticle, StoredPassage
from ingest.readers.document import page_of
from ingest.text.folding import Folded, fold
from ingest.text.lines import Lines
from ingest.text.patterns import UNSPACED
from ingest.text.sentences import sentences as cut_sentences

FEWEST_WORDS = 3
"""A claimed quote of fewer words is found almost anywhere and proves nothing, unless it is a whole sentence."""

LONGEST_CLAIM = 1_000
"""Characters; longer than this is copying, not quoting."""

LONGEST_QUOTE = 600
"""Characters up to which a quote is completed to whole sentences; beyond it, the claimed words alone are shown."""

_WORD = re.compile(rf"{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})\w)+")
_EDGES = re.compile(r"^(?:[^\w$€£¥+-]|[+-](?!\d))+|[^\w%$€£¥°]+$")

_ARABIC_CONJUNCTIONS_AND_PREPOSITIONS = frozenset("وفبلك")
"""Letters written onto the front of the next word: a quote may begin after one, and is shown with it."""

_NUMBER_JOINTS = re.compile(r"[.,'٫٬]")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer, the words of the articles that carry it, and the ranges in `text` that answer."""

    text: str
    quotes: tuple[Citation, ...]
    highlights: tuple[tuple[int, int], ...] = ()


def take(passage: StoredPassage, start: int, end: int, text: str) -> Citation | None:
    """Cite `[start, end)` of the file's decoded `text`, without a number yet, and without surrounding white space.

    None when nothing is left, or when the file no longer holds the passage where the index says it does.
    """
    held = passage.passage
    if text[held.start : held.end] != held.text or not 0 <= start < end <= len(text):
        return None
    quote = text[start:end]
    start, end = start + len(quote) - len(quote.lstrip()), end - len(quote) + len(quote.rstrip())
    if start >= end:
        return None
    article, (first_line, last_line) = passage.article, Lines(text).span(start, end)
    return Citation(
        source=article.source,
        content_hash=article.content_hash,
        start=start,
        end=end,
        first_line=first_line,
        last_line=last_line,
        page=page_of(text, start) if article.reader else None,
        quote=text[start:end],
        language=held.language,
        title=article.title,
        author=article.author,
        outlet=article.outlet,
        published=article.published,
        added=article.added,
        url=article_url(article),
    )


def locate(claimed: str, passage: StoredPassage, text: str) -> Citation | None:
    """Find the words `claimed` in the passage, else elsewhere in its file, and return the file's own.

    Spacing, quotation marks, dashes, case and Arabic spelling do not count (`ingest.text.folding`); every digit does.
    What is found is completed to whole sentences, so that no quote loses its "not" or its "denies that".

    Args:
        claimed: What is said to stand there; must not end inside a word or a number.
        passage: Where it is said to stand.
        text: The whole file of that passage, decoded.

    Returns:
        None when the file does not say so, when the words are too few to prove anything or too many for a quote, or
        when the file no longer holds the passage.
    """
    wanted = _EDGES.sub("", fold(claimed[: LONGEST_CLAIM + 1]).text) if len(claimed) <= LONGEST_CLAIM else ""
    if not wanted:
        return None
    held = passage.passage
    found = _find(wanted, fold(held.text))
    if found:
        found = (found[0] + held.start, found[1] + held.start)
        sentences = list(held.sentences)
    elif found := _find(wanted, fold(text)):
        sentences = _sentences_around(*found, text, held.language)
    else:
        return None
    whole = _complete(found, sentences)
    if _count_words(wanted) < FEWEST_WORDS and _count_words(fold(text[slice(*whole)]).text) > _count_words(wanted):
        return None
    start, end = whole if whole[1] - whole[0] <= LONGEST_QUOTE else found
    return take(passage, *_whole_words(start, end, text), text)


def find_again(quote: str, text: str) -> tuple[int, int] | None:
    """Return the half-open range in which a quote from an earlier version of a file stands in its `text` of now.

    Letter for letter if it can be, else with the freedom that `locate` gives; None where it does not stand.
    """
    start = text.find(quote) if quote else -1
    if start >= 0 and not _cuts(text, start) and not _cuts(text, start + len(quote)):
        return start, start + len(quote)
    wanted = fold(quote).text.strip()
    found = _find(wanted, fold(text)) if wanted else None
    return _whole_words(*found, text) if found else None


def cite(claims: Iterable[Claim]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number what carries the claims: from 1, without gaps, in order of first use, one number for each place.

    A claim that nothing carries is left out.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    statements: list[Statement] = []
    for claim in claims:
        used: list[int] = []
        for quote in claim.quotes:
            key = (quote.source, quote.start, quote.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(replace(quote, number=numbers[key]))
            used.append(numbers[key])
        if used:
            statements.append(Statement(claim.text, tuple(dict.fromkeys(used)), claim.highlights))
    return tuple(statements), tuple(citations)


def cite_each(quotes: Iterable[Citation]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number quotations that speak for themselves: each is a statement in its own words."""
    return cite(Claim(quote.quote, (quote,), quote.highlights) for quote in quotes)


def standing(sentence: Sentence, text_of: Callable[[str], str]) -> Citation | None:
    """Cite a sentence as it stands in its article, without a number yet; None where it is not there any more.

    Args:
        sentence: Of the index.
        text_of: Gives the reference text of a source; CorpusError when the file is gone or has changed.
    """
    try:
        text = text_of(sentence.source)
    except CorpusError as error:
        log.info("A sentence was left out: %s", error)
        return None
    return take(sentence.stored, sentence.start, sentence.end, text)


def citation_of(sentence: Sentence, citations: Iterable[Citation]) -> Citation | None:
    """Find the citation that holds a sentence."""
    middle = (sentence.start + sentence.end) // 2
    return next((it for it in citations if it.source == sentence.source and it.start <= middle < it.end), None)


def article_url(article: StoredArticle | Article) -> str | None:
    """Give where an article is to be read, if that is an address a person can open (http or https with a host)."""
    try:
        address = urlsplit(article.url or "")
        return article.url if address.scheme in ("http", "https") and address.hostname else None
    except ValueError:  # such as "http://[", which no browser opens either
        return None


def _find(wanted: str, folded: Folded) -> tuple[int, int] | None:
    """Return where `wanted` stands in the original of `folded`, as whole words and whole numbers."""
    start = folded.text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if _may_start(folded.text, start) and not _cuts(folded.text, end):
            return folded.origin(start, end)
        start = folded.text.find(wanted, start + 1)
    return None


def _may_start(text: str, index: int) -> bool:
    if not _cuts(text, index):
        return not re.search(r"(?:^|[\s(])-$", text[max(0, index - 2) : index]) or not text[index].isdigit()
    clitic = text[index - 1] in _ARABIC_CONJUNCTIONS_AND_PREPOSITIONS
    return clitic and not text[index].isdigit() and not _is_inside_word(text, index - 1)


def _cuts(text: str, index: int) -> bool:
    """Whether a quote that starts or ends at `index` would cut a word or a number in two."""
    return _is_inside_word(text, index) or _is_inside_number(text, index)


def _is_inside_word(text: str, index: int) -> bool:
    pair = text[max(0, index - 1) : index + 1] if index else ""
    return len(pair) == 2 and all(map(_is_word_character, pair)) and not UNSPACED.search(pair)


def _is_word_character(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _is_inside_number(text: str, index: int) -> bool:
    """Whether `index` parts 67 from 000 in "67 000", or 1 from 5 in "1.5" (on either side of the point)."""
    before, after = text[max(0, index - 6) : index], text[index : index + 5]
    if re.search(r"\d$", before) and re.match(rf"{_NUMBER_JOINTS.pattern}?\d", after):
        return True
    if re.search(rf"\d{_NUMBER_JOINTS.pattern}$", before) and after[:1].isdigit():
        return True
    thousands_follow = re.search(r"(?:^|\D)\d{1,3}$", before) and re.match(r" \d{3}(?!\d)", after)
    thousands_precede = re.search(r"(?:^|\D)\d{1,3} $", before) and re.match(r"\d{3}(?!\d)", after)
    return bool(thousands_follow or thousands_precede)


def _complete(found: tuple[int, int], sentences: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Stretch a range to the ends of the sentences that it touches."""
    touched = [sentence for sentence in sentences if sentence[0] < found[1] and found[0] < sentence[1]]
    return min([found[0], *(start for start, _ in touched)]), max([found[1], *(end for _, end in touched)])


def _sentences_around(start: int, end: int, text: str, language: str) -> list[tuple[int, int]]:
    """Return the sentences of the lines that `[start, end)` touches, as offsets in `text`."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    line_end = re.compile(r"[\r\n]|\Z").search(text, end)
    last = line_end.start() if line_end else len(text)
    return [(first + a, first + b) for a, b in cut_sentences(text[first:last], language)]


def _whole_words(start: int, end: int, text: str) -> tuple[int, int]:
    """Take in what folding left out at the edges: vowel marks, clitics, combining marks."""
    while start and _is_inside_word(text, start):
        start -= 1
    while end < len(text) and _is_inside_word(text, end):
        end += 1
    return start, end


def _count_words(text: str) -> int:
    return len(_WORD.findall(text))

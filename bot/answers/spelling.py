"""Spelling: a question as it was probably meant, where it has words that no article has.

    text ──words that nobody writes──▶ the nearest that an article has ──▶ the text with these
         └─Arabic in Latin letters──▶ words of Arabic articles that sound so ──▶ the text in Arabic script

For a question that found no answer as it was typed. Takes the index and a vocabulary of ordinary words; gives a text to
ask instead, which is shown to whoever asked. Prefers to leave a word alone.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions import romanised
from bot.questions.dialects import in_standard_arabic
from bot.questions.romanised import ARTICLE, RomanisedWord
from ingest.index import lexicon
from ingest.index.index import Index
from ingest.models.qa_model import KnownWords
from ingest.text.patterns import LETTERS
from ingest.text.terms import normalise

SHORTEST, LONG = 4, 10
"""Letters of a word that can be told to be misspelt, and from which two of them may be wrong, missing or too many."""

MOST_UNLIKE = 2
"""How unlikely (`RomanisedWord.unlike`) a word may be that no article has; the common ones are of many languages."""

_ARABIC = "ar"
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_NO_ACRONYM = re.compile(r"[^A-ZÀ-ÖØ-Þ]")


class Spelling:
    """Corrects questions; safe to use from several threads."""

    def __init__(self, index: Index, vocabulary: KnownWords | None = None) -> None:
        self._index, self._vocabulary = index, vocabulary

    def meant(self, text: str, language: str) -> str | None:
        """Give a question as it was probably meant; None where it is written as articles write.

        Args:
            text: As typed.
            language: Its ISO 639-1 code, whose articles' way of writing a name is preferred.
        """
        self._index.refresh()
        if romanised.is_romanised(text) and _ARABIC in lexicon.languages(self._index.read()):
            return in_standard_arabic(" ".join(self._in_arabic(text)))
        corrected = LETTERS.sub(lambda match: self._corrected(match[0], language), text)
        return corrected if corrected != text else None

    def _corrected(self, word: str, language: str) -> str:
        plain = normalise(word)
        if len(plain) < SHORTEST or not _NO_ACRONYM.search(word):
            return word
        # Without a vocabulary "does" would be a slip wherever no article has it.
        if self._vocabulary is None or self._vocabulary.is_word(word):
            return word
        if lexicon.with_word(self._index.read(), plain, limit=1):
            return word
        near = self._nearest(plain)
        # A word that no article writes which is shown here is none of this reader's.
        return self._written(near, language, word) if near else word

    def _nearest(self, plain: str) -> str | None:
        """Give the word of any article that is fewest letters away, of several the one in most passages."""
        connection = self._index.read()
        allowed = 1 if len(plain) < LONG else 2
        passages: Counter[str] = Counter()
        for language in lexicon.languages(connection):
            passages.update(dict(lexicon.words(connection, language, plain[0])))
        near = process.extract(plain, list(passages), scorer=OSA.distance, score_cutoff=allowed, limit=None)
        found = [(distance, -passages[word], word) for word, distance, _ in near if not plain.startswith(word)]
        return min(found)[-1] if found else None

    def _written(self, plain: str, language: str, otherwise: str) -> str:
        """Give a normalised word as articles mostly write it, those in one language first; else what is given."""
        connection = self._index.read()
        ids = lexicon.with_word(connection, plain, language) or lexicon.with_word(connection, plain)
        texts = (stored.passage.text for stored in self._index.passages(ids))
        forms = Counter(form for text in texts for form in LETTERS.findall(text) if normalise(form) == plain)
        return forms.most_common(1)[0][0] if forms else otherwise

    def _in_arabic(self, text: str) -> Iterator[str]:
        article = ""
        for word in romanised.words(text):
            if word.small.endswith(ARTICLE):
                if before := word.small.removesuffix(ARTICLE).strip():
                    yield before
                article = ARTICLE
                continue
            yield article + (word.small or self._sounding(word))
            article = ""

    def _sounding(self, word: RomanisedWord) -> str:
        """Give the word that is meant, without its article: one of the articles in Arabic, else a common one."""
        connection, passages = self._index.read(), Counter[str]()
        for beginning in (each for letter in sorted(word.begins) for each in (letter, ARTICLE + letter)):
            passages.update(dict(lexicon.words(connection, _ARABIC, beginning)))
        if found := _likest(word, (each for each, _ in passages.most_common())):
            return self._written(found, _ARABIC, word.spelt).removeprefix(ARTICLE)
        return (_likest(word, self._arabic_words, MOST_UNLIKE) or word.spelt).removeprefix(ARTICLE)

    @cached_property
    def _arabic_words(self) -> list[str]:
        common = self._vocabulary.common_words() if self._vocabulary else []
        return [word for word in common if _ARABIC_WORD.fullmatch(word)]


def _likest(word: RomanisedWord, among: Iterable[str], most: float = math.inf) -> str | None:
    """Give the word that is likeliest meant, of several the one that comes first."""
    judged = ((word.unlike(normalise(each)), each) for each in among)
    fitting = [(unlike, each) for unlike, each in judged if unlike is not None and unlike <= most]
    return min(fitting, key=lambda each: each[0])[1] if fitting else None

"""Truecasing: a question typed in small letters, with the capitals of its names.

    "did ladygina accept the prize" ──names of articles, names that sound like one found──▶ "did Ladygina accept …"

Names are compared across languages and scripts by their capitals, and the models read capitals too; who types quickly
leaves them out. Takes the index, a vocabulary of ordinary words, and passages that were found. Where nouns have
capitals nothing can be told.
"""

from collections.abc import Iterable

from bot.facts.names import CAPITALISED_NOUNS
from bot.facts.sounds import sound, sounds
from ingest.index import lexicon
from ingest.index.index import Index
from ingest.models.qa_model import KnownWords
from ingest.text.patterns import LETTERS, begins_sentence
from ingest.text.terms import normalise

SHORTEST = 3
"""Letters of a name that is known again."""


class Truecasing:
    """Gives names their capitals; safe to use from several threads."""

    def __init__(self, index: Index, vocabulary: KnownWords | None = None) -> None:
        self._index, self._vocabulary = index, vocabulary

    def named(self, text: str, language: str, near: Iterable[str] = ()) -> str | None:
        """Give a question with the capitals of its names; None where it has some, or has no names.

        Args:
            text: As typed.
            language: Its ISO 639-1 code.
            near: Texts of passages that were found for it, one of which may write a name in another script.
        """
        if language in CAPITALISED_NOUNS or any(letter.isupper() for letter in text):
            return None
        self._index.refresh()
        heard = frozenset[str]().union(*map(sounds, near))
        named = LETTERS.sub(lambda match: self._cased(match[0], heard), text)
        return named if named != text else None

    def _cased(self, word: str, heard: frozenset[str]) -> str:
        if len(word) < SHORTEST:
            return word
        written = self._written(normalise(word))
        if written:
            return word.capitalize() if all(form[0].isupper() for form in written) else word
        known = self._vocabulary is None or self._vocabulary.is_word(word)
        return word.capitalize() if not known and sound(word) and sound(word) in heard else word

    def _written(self, plain: str) -> list[str]:
        """Give the forms in which articles write a word inside of their sentences, where nouns have no capitals."""
        passages = self._index.passages(lexicon.with_word(self._index.read(), plain))
        texts = [it.passage.text for it in passages if it.passage.language not in CAPITALISED_NOUNS]
        found = [(text, match) for text in texts for match in LETTERS.finditer(text) if normalise(match[0]) == plain]
        return [match[0] for text, match in found if not begins_sentence(text[: match.start()])]

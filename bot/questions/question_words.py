"""Words of a question about the articles: which phrases stand where, and what is left as a subject. Pure.

Takes a text in a language; the lists are those of `question_kinds.toml`, each language's by a key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.questions.words import Phrase, Token, at, phrases

LONGEST_SUBJECT = 12
"""Words; more are a question of their own."""

_FILE = "question_kinds.toml"


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question, and where its phrases stand.

    Attributes:
        text: As typed, without the words of its conditions.
        words: Of that text.
        language: ISO 639-1 code.
    """

    text: str
    words: Sequence[Token]
    language: str

    def whole(self) -> str:
        """Give the whole text as a subject; "" where it is none."""
        return self.subject(0, len(self.words))

    def idle_but(self, key: str) -> bool:
        """Whether no more than three words besides a phrase say anything."""
        found = self.first_of(self.of(key))
        if found is None:
            return False
        rest = [*self.words[: found[0]], *self.words[found[1] :]]
        return sum(not self.idle([token]) for token in rest) <= 3

    def lead(self, among: Sequence[Phrase], most: int = 0) -> tuple[int, int] | None:
        """Give where the first of some phrases stands, if no more than so many words, or politeness, go before it."""
        lead = self.first_of(among)
        return lead if lead and (lead[0] <= most or self.politely(lead[0])) else None

    def first_of(self, among: Sequence[Phrase]) -> tuple[int, int] | None:
        """Give where the first of some phrases begins and ends."""
        for place in range(len(self.words)):
            if size := at(self.words, place, among):
                return place, place + size
        return None

    def only_about(self) -> list[Phrase]:
        """Give the words for "about" that do not also say who published: not the "de" of "articles de …"."""
        others = phrases("according", self.language)
        return [phrase for phrase in phrases("about", self.language) if phrase not in others]

    def mentions(self, start: int) -> bool:
        """Whether the first "about" from a token on is "mention"."""
        about, mention = phrases("about", self.language), self.of("mention")
        leads = (place for place in range(start, len(self.words)) if at(self.words, place, about))
        return bool(at(self.words, next(leads, len(self.words)), mention))

    def after_about(self, start: int) -> str:
        """Give what follows the first "about" from a token on."""
        about = phrases("about", self.language)
        for place in range(start, len(self.words)):
            if size := at(self.words, place, about):
                return self.subject(place + size, len(self.words))
        return ""

    def nobody_before(self, start: int) -> bool:
        """Whether nobody is named from a token on to the next "about", or just "the newspapers"."""
        return all(self.idle([word]) or at([word], 0, self.of("press")) for word in self._before_about(start))

    def press(self, start: int) -> bool:
        """Whether "the newspapers" are named from a token on to the next "about"."""
        return any(not self.idle([word]) and at([word], 0, self.of("press")) for word in self._before_about(start))

    def _before_about(self, start: int) -> Sequence[Token]:
        about = phrases("about", self.language)
        end = next((place for place in range(start, len(self.words)) if at(self.words, place, about)), start)
        return self.words[start:end]

    def subject(self, start: int, end: int) -> str:
        """Give the text between two tokens without words around it that are none of the subject."""
        lead, tail = self.of("lead"), self.of("tail")
        while start < end and (size := at(self.words, start, lead)):
            start += size
        while start < end and any(at(self.words, end - len(it), (it,)) for it in tail if end - len(it) > start):
            end -= next(len(it) for it in tail if at(self.words, end - len(it), (it,)))
        while start < end and self.idle(self.words[end - 1 : end]) and end - start > 1:
            end -= 1
        if not 0 < end - start <= LONGEST_SUBJECT:
            return ""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def politely(self, end: int) -> bool:
        """Whether nothing but politeness stands before a token: "could you please give me a"."""
        return self.passes(0, end, ("polite", "which"))

    def passes(self, place: int, end: int, keys: Sequence[str]) -> bool:
        """Whether nothing but phrases of these lists, and words that say nothing, stands between two tokens."""
        while place < end:
            size = max(at(self.words, place, self.of(key)) for key in keys) or int(self.idle([self.words[place]]))
            if not size:
                return False
            place += size
        return True

    def idle(self, words: Sequence[Token]) -> bool:
        """Whether none of some words says anything."""
        idle = {phrase[0] for phrase in self.of("idle") if len(phrase) == 1}
        return all(token.word in idle for token in words)

    def of(self, key: str) -> tuple[Phrase, ...]:
        """Give the phrases of a list."""
        return phrases(key, self.language, _FILE)

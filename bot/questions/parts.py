"""Parts: a question that asks two or three things at once, taken apart. Pure.

    "When and where did it burn?"        ──▶ "When did it burn?", "where did it burn?"
    "Who won and when is it to be built?" ──▶ "Who won?", "when is it to be built?", each with what the other is about
    "Did it burn? Who put it out?"        ──▶ the same

Takes the text of a question and its language; words stand in `parts.toml`. In doubt it is one question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.questions.words import Phrase, Token, at, phrases, tokens
from ingest.text.patterns import UNSPACED

_FILE = "parts.toml"
_MOST = 3
_MOST_WORDS_LEANING = 3
"""Words of a part without a name, beside those that ask, up to which it is surely about what the others are."""

_SHORT = 3
"""Letters of a word that may be an article."""

_MARKS = {"el": re.compile(r"[?;]")}
_MARK = re.compile(r"[?؟？]")
"""What ends a question; Greek has a semicolon for it."""

_COMMA = re.compile(r"[,;،؛]")
_FEWEST_WORDS = 2
"""Words of the first clause, beside what asks, may be as few as one: "What happened"."""

Clause = tuple[int, int, str]
"""The first of its tokens and the one behind its last, and its text without what joins it."""


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One thing that is asked.

    Attributes:
        text: A question, as typed.
        topic: What the other parts are about, where this one names nothing itself; else "".
        leans: It says so little itself that it is surely about that.
    """

    text: str
    topic: str = ""
    leans: bool = False


def parts_of(text: str, language: str) -> tuple[QuestionPart, ...]:
    """Take a question apart; empty where it asks one thing."""
    asked = _Asked(text, tokens(text), phrases("and", language, _FILE), phrases("asks", language, _FILE), language)
    return asked.questions() or asked.heads() or asked.clauses()


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    words: Sequence[Token]
    joining: tuple[Phrase, ...]
    asking: tuple[Phrase, ...]
    language: str

    def questions(self) -> tuple[QuestionPart, ...]:
        """Read "Did it burn? Who put it out?", whose parts have marks of their own."""
        between = [self.text[one.end : two.start] for one, two in pairwise(self.words)]
        mark = _MARKS.get(self.language, _MARK)
        begin = [0, *(n for n, gap in enumerate(between, 1) if mark.search(gap))]
        if any(self._is_short(one, two) for one, two in pairwise([*begin, len(self.words)])):
            return ()
        return self._parts([(place, place, 0) for place in begin])

    def heads(self) -> tuple[QuestionPart, ...]:
        """Read "when and where did …", whose parts share all that follows."""
        first = at(self.words, 0, self.asking)
        link = self._link(first) if first else None
        if link is None:
            return ()
        start, cut = link
        end = start + self._asks(start, cut)
        if end >= len(self.words):
            return ()
        rest = self.text[self.words[end].start :]
        one = self.text[: self.words[first - 1].end]
        other = self.text[self.words[start].start + cut : self.words[end - 1].end]
        return QuestionPart(f"{one} {rest}"), QuestionPart(f"{other} {rest}")

    def clauses(self) -> tuple[QuestionPart, ...]:
        """Read "who won and when …", whose parts have their own verbs."""
        if not at(self.words, 0, self.asking):
            return ()
        cuts = [(0, 0, 0)]
        several = any(self._link(place) for place in range(_FEWEST_WORDS, len(self.words)))
        for place in range(_FEWEST_WORDS, len(self.words) if several else 0):
            link = self._link(place) or self._after_comma(place)
            if link and place >= cuts[-1][1] + _FEWEST_WORDS:
                cuts.append((place, *link))
        return self._parts(cuts)

    def _parts(self, cuts: Sequence[tuple[int, int, int]]) -> tuple[QuestionPart, ...]:
        """Make parts of where each begins with what joins it, without that, and how many letters of it to leave out."""
        ends = [place for place, _, _ in cuts[1:]] + [len(self.words)]
        if not 2 <= len(cuts) <= _MOST:
            return ()
        whole = [
            (start, end, self.text[self.words[start].start + cut : self.words[end - 1].end].strip(" ,;:،¿"))
            for (_, start, cut), end in zip(cuts, ends, strict=True)
        ]
        return tuple(self._part(one, [other for other in whole if other is not one]) for one in whole)

    def _is_short(self, start: int, end: int) -> bool:
        """Whether these words are too few to ask something, as "Really?"; one is enough where no spaces part them."""
        return end - start < _FEWEST_WORDS and not (end > start and UNSPACED.search(self.words[start].written))

    def _part(self, one: Clause, others: Sequence[Clause]) -> QuestionPart:
        start, end, said = one
        if self._names(start, end):
            return QuestionPart(f"{said}?")
        behind = self._behind_asking(start)
        # What comes first leans on nothing, unless it is hardly more than a verb: "Who won and when is it to be built?"
        says = sum(len(token.word) > _SHORT for token in self.words[behind:end]) >= _FEWEST_WORDS
        leans = end - behind <= _MOST_WORDS_LEANING and not (start == 0 and says)
        return QuestionPart(f"{said}?", self._topic(others), leans)

    def _link(self, place: int) -> tuple[int, int] | None:
        """Give where the part behind an "and" here begins, and how many letters of its first word are that "and"."""
        if size := at(self.words, place, self.joining):
            return (place + size, 0) if self._asks(place + size, 0) else None
        prefixed = self.language == "ar" and 0 < place < len(self.words) and self.words[place].word.startswith("و")
        return (place, 1) if prefixed and self._asks(place, 1) else None

    def _after_comma(self, place: int) -> tuple[int, int] | None:
        between = self.text[self.words[place - 1].end : self.words[place].start]
        return (place, 0) if _COMMA.search(between) and self._asks(place, 0) else None

    def _asks(self, place: int, cut: int) -> int:
        """Tell how many tokens that ask stand where a second part begins, `cut` letters into the first of them."""
        if place >= len(self.words):
            return 0
        first = self.words[place]
        words = [Token(first.word[cut:], first.start + cut, first.end, first.written[cut:]), *self.words[place + 1 :]]
        size = at(words, 0, self.asking)
        own = tuple(token.word for token in words[:size])
        return 0 if own in phrases("only", self.language, _FILE) else size

    def _names(self, start: int, end: int) -> bool:
        """Whether a part names something: a word with a capital letter or a number behind its first word."""
        return any(token.written[0].isupper() or token.written[0].isdigit() for token in self.words[start + 1 : end])

    def _topic(self, others: Sequence[Clause]) -> str:
        """Give what other parts say behind the words that ask."""
        places = [(self._behind_asking(start), end) for start, end, _ in others]
        return " ".join(self.text[self.words[a].start : self.words[b - 1].end] for a, b in places if a < b)

    def _behind_asking(self, start: int) -> int:
        return start + max(1, self._asks(start, 0), self._asks(start, 1), at(self.words, start, self.asking))

"""Lists: whether a question wants all that fit, and how each kind of them is asked for. Pure.

    "Which towns sent help?"           ──▶ "Which towns sent help?"
    "List all mayors and judges named" ──▶ "who are the mayors named?", "who are the judges named?"

Takes the text of a question and its language; words stand in `lists.toml`. In doubt one answer is wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.questions.words import Token, at, content, known, phrases, spoken, tokens

_FILE = "lists.toml"
_LONGEST_KIND = 4


@dataclass(frozen=True, slots=True)
class WantedList:
    """What is to be listed.

    Attributes:
        questions: One for each kind, as it is asked.
        kinds: Where nothing more is said of them than their kind, the words for it, one for each question; else empty.
        demanded: A list was demanded: one item is one as well.
    """

    questions: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    demanded: bool = False


def list_of(text: str, language: str) -> WantedList | None:
    """Read what a question wants listed; None where it wants one thing."""
    words = tokens(text)
    asked = _Asked(text, words, language)
    return asked.demanded() or asked.plural()


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    words: Sequence[Token]
    language: str

    def demanded(self) -> WantedList | None:
        """Read "list all mayors and council leaders mentioned" and "name all towns that sent help"."""
        start = at(self.words, 0, self._of("list"))
        kinds, end = self._kinds(start) if start else ([], 0)
        if not kinds:
            return None
        rest = self._written(end, len(self.words))
        asks = [f"{_who(self.language)} {kind} {rest}".strip() + "?" for kind in kinds]
        bare = self._idle(end)
        return WantedList(tuple(asks), tuple(kinds) if bare else (), demanded=True)

    def plural(self) -> WantedList | None:
        """Read "which companies …", "hvilke land …"."""
        start = at(self.words, 0, self._of("many"))
        if not start and (lead := at(self.words, 0, self._of("which"))) and self._is_plural(lead):
            start = lead
        if not start or start >= len(self.words):
            return None
        return WantedList((self.text,), (self.words[start].written,) if self._idle(start + 1) else ())

    def _kinds(self, start: int) -> tuple[list[str], int]:
        """Give the kinds that are named from a token on, and where they end."""
        kinds, place = [], start
        while place < len(self.words):
            end = place
            while end < len(self.words) and end - place < _LONGEST_KIND and not self._ends(end):
                end += 1
                if self._is_parted(end):
                    break
            if end == place:
                break
            kinds.append(self._written(place, end))
            link = at(self.words, end, self._of("and"))
            if not link and not self._is_parted(end):
                return kinds, end
            place = end + link
        return kinds, place

    def _ends(self, place: int) -> bool:
        return bool(at(self.words, place, self._of("and")) or at(self.words, place, self._of("idle")))

    def _is_parted(self, place: int) -> bool:
        return 0 < place < len(self.words) and any(sign in self._between(place) for sign in ",،")

    def _between(self, place: int) -> str:
        return self.text[self.words[place - 1].end : self.words[place].start]

    def _is_plural(self, place: int) -> bool:
        if place >= len(self.words):
            return False
        word = self.words[place].word
        listed = {phrase[0] for phrase in self._of("plurals") if len(phrase) == 1}
        endings = tuple(phrase[0] for phrase in self._of("plural") if phrase)
        ends = bool(endings) and word.endswith(endings) and not word.endswith("ss")
        return word in listed or (len(word) > 3 and ends)

    def _idle(self, start: int) -> bool:
        """Whether nothing more is said from a token on."""
        return all(at(self.words, place, self._of("idle")) for place in range(start, len(self.words)))

    def _written(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end] if start < end else ""

    def _of(self, key: str) -> tuple[tuple[str, ...], ...]:
        return phrases(key, self.language, _FILE)


@cache
def _who(language: str) -> str:
    code = spoken(language)[0]
    return str(content(_FILE)[code if code in known(_FILE) else "en"]["who"])

"""Claims: a question for yes or no that claims a number, asked for that number. Pure.

    "Is it true that five people were hurt?" ──▶ "how many people were hurt?"
    "Did the union get 4 percent?"           ──▶ "Did the union get how many percent?"

Whoever asks is told best by the sentence that states the number, whatever it is. Takes the text of a question and its
language; words stand in `claims.toml`. In doubt nothing is claimed.
"""

from dataclasses import dataclass
from decimal import Decimal

from bot.facts.amounts import locate_amounts
from bot.facts.number_words import in_figures
from bot.questions.words import at, content, known, phrases, tokens

_FILE = "claims.toml"
_FEWEST_WORDS = 2
"""Words besides the number that a claim has at least."""


@dataclass(frozen=True, slots=True)
class ClaimedNumber:
    """A number that is claimed, and a question for the one that is true."""

    number: Decimal
    question: str


def claim_of(text: str, language: str) -> ClaimedNumber | None:
    """Read the one number that a question claims; None where it claims none or several."""
    if language not in known(_FILE):
        return None
    words = tokens(text)
    is_true = at(words, 0, phrases("true", language, _FILE))
    if not is_true and not at(words, 0, phrases("yes_no", language, _FILE)):
        return None
    claim = in_figures(text[words[is_true].start :] if is_true < len(words) else "", language)
    located = locate_amounts(claim, language)
    if len(located) != 1 or located[0].may_be_year or len(tokens(claim)) < _FEWEST_WORDS + 1:
        return None
    asked = content(_FILE)[language]["how_many"]
    question = f"{claim[: located[0].start]}{asked}{claim[located[0].end :]}"
    return ClaimedNumber(located[0].amount.value, question)

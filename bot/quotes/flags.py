"""Flags: what a statement says that its quotes do not carry, each with the rule that it breaks. Pure data."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """What a statement can break, by one word for whoever counts (`bot.quotes.dropped_statements`)."""

    NO_QUOTE = "no_quote"
    NUMBER = "number"
    DATE = "date"
    UNIT = "unit"
    NAME = "name"
    ADDRESS = "address"
    TURNED_ROUND = "turned_round"
    ANOTHER_MATTER = "another_matter"
    LANGUAGE = "language"
    ORDERS = "orders"
    SECOND_OPINION = "second_opinion"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing that a statement's quotes do not hold.

    Attributes:
        rule: What it breaks.
        lacking: What is lacking, in words for a log and for a language model: "number 15", "a denial".
    """

    rule: Rule
    lacking: str

    def __str__(self) -> str:
        """Give it in words."""
        return self.lacking


def in_words(flags: tuple[Flag, ...]) -> str:
    """Give several in one line."""
    return ", ".join(map(str, flags))

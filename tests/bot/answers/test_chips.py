"""Conditions in words, and what is said of an update, in every language the bot speaks."""

from dataclasses import replace
from datetime import date

import pytest

from bot.answers.answer import Answer, Update
from bot.answers.chips import Chip, chips, condition_line, update_lines
from bot.quotes.citation import Citation
from bot.texts import LANGUAGES, Texts
from ingest.index.conditions import EVERYTHING, Conditions

MAY = date(2024, 5, 1)


def answer(conditions: Conditions) -> Answer:
    return Answer("?", "en", (), (), (), abstained=True, conditions=conditions)


def test_each_kind_is_one_chip() -> None:
    conditions = Conditions(MAY, date(2024, 6, 1), ("Kyst", "Wire"), ("ar", "nb"), ("Ada Lind",))
    assert [chip.kind for chip in chips(conditions, Texts("en"))] == ["time", "outlets", "languages", "authors"]
    assert chips(EVERYTHING, Texts("en")) == []
    assert condition_line(answer(EVERYTHING), Texts("en")) == ""


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (Conditions(since=MAY), "since May 1, 2024"),
        (Conditions(before=MAY), "before May 1, 2024"),
        (Conditions(MAY, date(2024, 5, 2)), "May 1, 2024"),
        (Conditions(MAY, date(2024, 5, 8)), "May 1, 2024 to May 7, 2024"),
        (Conditions(languages=("ar",)), "only Arabic"),
    ],
)
def test_times_are_told_by_their_first_and_last_day(conditions: Conditions, words: str) -> None:
    (chip,) = chips(conditions, Texts("en"))
    assert chip.text.replace("\u2068", "").replace("\u2069", "") == words
    assert isinstance(chip, Chip)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_update_names_both_days(language: str) -> None:
    days = (date(2024, 5, 9), date(2024, 5, 2))
    cited = tuple(
        Citation(
            number=n,
            source=f"{n}.md",
            content_hash="0" * 64,
            start=0,
            end=5,
            first_line=1,
            last_line=1,
            quote="Words",
            language="en",
            title="Title",
            published=day,
        )
        for n, day in enumerate(days, 1)
    )
    texts = Texts(language)
    (line,) = update_lines(replace(answer(EVERYTHING), citations=cited, updates=(Update((1,), (2,)),)), texts)
    assert all(texts.date(day) in line for day in days)
    assert "[1]" in line
    assert "[2]" in line

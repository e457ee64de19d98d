"""Figures that say the same in another unit, as another share, or by another name of a day."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.conversions import converted, months_in, weekdays_in
from bot.facts.names import Wording


@pytest.mark.parametrize(
    ("said", "language", "quote", "quoted_in", "figures"),
    [
        ("The ship needs 72 hours.", "en", "Dotarcie do celu zajmie trzy dni.", "pl", {72}),
        ("He served twelve months.", "en", "Han tillbringade ett år i Irak.", "sv", {12}),
        ("The vote is 35 days off.", "en", "Five weeks away from the election.", "en", {35}),
        ("A Republican held it for ten years.", "en", "It was held for over a decade.", "en", {10}),
        ("It blew at 85 miles per hour.", "en", "Vinden var 135 km/t.", "nb", set()),
        ("Up to four inches of rain.", "en", "Der forventes op til 102 millimeter regn.", "da", {4}),
        ("15 centimetres of rain.", "en", "Isolated amounts up to 6 inches.", "en", {15}),
        ("Nine in ten cars went abroad.", "en", "90% автомобилей было экспортировано.", "ru", {9, 10}),
        ("One in eight homes is sold abroad.", "en", "13 per cent of homes are sold abroad.", "en", {1, 8}),
        ("Zwei Fünftel leiden unter Dürre.", "de", "In 40 Prozent herrscht Dürre.", "de", {2, 5}),
        ("ثلاثة أرباع البالغين لا يستطيعون.", "ar", "75 في المائة من البالغين", "ar", {3, 4}),
        ("About 50% of it carries a levy.", "en", "Carga de impuestos a la mitad de los productos.", "es", {50}),
    ],
)
def test_the_same_in_other_words(said: str, language: str, quote: str, quoted_in: str, figures: set[int]) -> None:
    assert converted(Wording(said, language), [Wording(quote, quoted_in)]) >= set(map(Decimal, figures))


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("The ship needs 73 hours.", "It takes three days."),
        ("He served eleven months.", "He spent a year there."),
        ("It took four weeks.", "It took a month."),
        ("It is 85 miles away.", "It is 130 kilometres away."),
        ("It weighs 2 tonnes.", "It is 2000 metres long."),
        ("Nine in ten agree.", "80 per cent agree."),
        ("Three quarters agree.", "70 per cent agree."),
        ("Two thirds agree.", "A third agrees."),
    ],
)
def test_something_else_is_no_conversion(said: str, quote: str) -> None:
    assert not converted(Wording(said, "en"), [Wording(quote, "en")])


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("周五，苏拉威西岛发生大地震。", "zh", 4),
        ("周六在英国曼彻斯特", "zh", 5),
        ("他在下周日将会投球", "zh", 6),
        ("אנשים נאספו ביום שישי", "he", 4),
        ("W najbliższą niedzielę głosujący zdecydują", "pl", 6),
        ("У суботу двоє відкрили камінь", "uk", 5),
        ("во время субботнего митинга", "ru", 5),
    ],
)
def test_days_of_the_week_as_they_are_written(text: str, language: str, day: int) -> None:
    assert weekdays_in(text, language) == {day}


@pytest.mark.parametrize(("text", "language"), [("Средняя цена и средства", "ru"), ("On Friday", "xx"), ("一周", "zh")])
def test_other_words_are_no_days(text: str, language: str) -> None:
    assert not weekdays_in(text, language)


@pytest.mark.parametrize(
    ("text", "language", "months"),
    [
        ("złożyła w sierpniu", "pl", {8}),
        ("в январе и сентябре", "ru", {1, 9}),
        ("In August", "en", set()),
        ("Средняя цена марки", "ru", set()),
    ],
)
def test_months_with_endings(text: str, language: str, months: set[int]) -> None:
    assert months_in(text, language) == months


@given(st.text(), st.sampled_from(["en", "ar", "zh", "ru", "xx"]))
def test_any_text_is_read(text: str, language: str) -> None:
    converted(Wording(text, language), [Wording(text, language)])
    weekdays_in(text, language)

"""Spoken Arabic is asked in Standard Arabic, as far as small words make it; other Arabic stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.dialects import in_standard_arabic


@pytest.mark.parametrize(
    ("spoken", "standard"),
    [
        ("إمتى هيفتح الجسر؟", "متى هيفتح الجسر؟"),
        ("الجسر هيفتح امتى؟", "متى الجسر هيفتح؟"),
        ("التذكرة بكام", "بكم التذكرة؟"),
        ("البلدية اشترت القارب من مين؟", "ممن البلدية اشترت القارب؟"),
        ("ايه سبب الحريق؟", "ما سبب الحريق؟"),
        ("شو صار بالميناء؟", "ماذا حدث بالميناء؟"),
        ("وين راح القارب وليش؟", "أين راح القارب وليش؟"),
        ("قديش عدد القتلى", "كم عدد القتلى"),
        ("مين اللي فاز امبارح؟", "من الذي فاز أمس؟"),
    ],
)
def test_small_words_are_put_into_standard_arabic_and_what_asks_in_front(spoken: str, standard: str) -> None:
    assert in_standard_arabic(spoken) == standard


def test_the_spoken_future_is_that_of_a_verb_and_of_no_name() -> None:
    known = {"هيئة", "هيلسنكي"}.__contains__
    assert in_standard_arabic("الجسر هيفتح امتى", known) == "متى الجسر سيفتح؟"
    assert in_standard_arabic("امتى حيفتح الجسر؟", known) == "متى سيفتح الجسر؟"
    assert in_standard_arabic("فين هيئة الطرق في هيلسنكي؟", known) == "أين هيئة الطرق في هيلسنكي؟"
    assert in_standard_arabic("متى هيفتح الجسر؟", known) == "متى هيفتح الجسر؟"


@pytest.mark.parametrize(
    "text",
    ["متى يفتح الجسر؟", "من فاز في الانتخابات؟", "كم عدد القتلى في الحريق؟", "عازف كمان من هيلسنكي", "When?", ""],
)
def test_standard_arabic_stays_as_it_is(text: str) -> None:
    assert in_standard_arabic(text) == text


@given(st.lists(st.sampled_from(["امتى", "مين", "الجسر", "حصل", "ايه", "؟", "2", "a", ""]), max_size=8).map(" ".join))
def test_whatever_is_typed_can_be_put_so_twice(text: str) -> None:
    once = in_standard_arabic(text)
    assert in_standard_arabic(once) == once

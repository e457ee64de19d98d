from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefings.schedule import EVERY_DAY
from bot.chat.wishing import LONGEST, SUBJECT, Now, Problem, Wish, read_days, read_now, read_subscription
from bot.texts import Texts

EIGHT = time(8)
WORKDAYS = frozenset(range(5))
typed = st.text() | st.lists(
    st.sampled_from(["8", "08:00", "٠٨:٠٠", "mon", "fre", "الأحد", "-", ",", "،", "Oslo", "New", "York", "3d", "x"])
).map(" ".join)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("08:00", Wish(EIGHT, EVERY_DAY, None, "")),
        ("8", Wish(EIGHT, EVERY_DAY, None, "")),
        ("0800", Wish(EIGHT, EVERY_DAY, None, "")),
        ("kl. 8", Wish(EIGHT, EVERY_DAY, None, "")),
        ("8 pm", Wish(time(20), EVERY_DAY, None, "")),
        ("12am", Wish(time(0), EVERY_DAY, None, "")),
        ("٠٨:٠٠", Wish(EIGHT, EVERY_DAY, None, "")),
        ("٨ مساءً القاهرة", Wish(time(20), EVERY_DAY, "Africa/Cairo", "")),
        ("۰۸:۳۰", Wish(time(8, 30), EVERY_DAY, None, "")),
        ("08.00 mon-fri Oslo ferries in Vardø", Wish(EIGHT, WORKDAYS, "Europe/Oslo", "ferries in Vardø")),
        ("08:00 man-fre", Wish(EIGHT, WORKDAYS, None, "")),
        ("08:00 hverdager strøm", Wish(EIGHT, WORKDAYS, None, "strøm")),
        ("08:00 Sundays and Wed, Egypt", Wish(EIGHT, frozenset({2, 6}), "Africa/Cairo", "")),
        ("08:00 fre-man New York", Wish(EIGHT, frozenset({4, 5, 6, 0}), "America/New_York", "")),
        ("08:00 الأحد والاثنين السكك الحديدية", Wish(EIGHT, frozenset({6, 0}), None, "السكك الحديدية")),
        ("08:00 الأحد، الخميس", Wish(EIGHT, frozenset({6, 3}), None, "")),
        ("08:00 كل يوم", Wish(EIGHT, EVERY_DAY, None, "")),
        ("08:00 Cairo mon", Wish(EIGHT, frozenset({0}), "Africa/Cairo", "")),
        ("08:00 the Oslo metro", Wish(EIGHT, EVERY_DAY, None, "the Oslo metro")),
        ("08:00 Monetary policy", Wish(EIGHT, EVERY_DAY, None, "Monetary policy")),
    ],
)
def test_subscriptions(words: str, wish: Wish) -> None:
    assert read_subscription(words) == wish


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", Problem.NO_TIME),
        ("every morning", Problem.NO_TIME),
        ("25:00", Problem.BAD_TIME),
        ("8:75", Problem.BAD_TIME),
        ("13 pm", Problem.BAD_TIME),
        ("08:00 " + "x" * (SUBJECT + 1), Problem.LONG_SUBJECT),
    ],
)
def test_what_cannot_be_read(words: str, problem: Problem) -> None:
    assert read_subscription(words) is problem


@pytest.mark.parametrize(
    ("words", "now"),
    [
        ("", Now(None, "")),
        ("3d", Now(timedelta(days=3), "")),
        ("12 hours", Now(timedelta(hours=12), "")),
        ("٣ أيام", Now(timedelta(days=3), "")),
        ("2 uker ferger", Now(timedelta(weeks=2), "ferger")),
        ("3 ferries", Now(None, "3 ferries")),
        ("ferries", Now(None, "ferries")),
        ("0d", Problem.BAD_SPAN),
        ("9999 weeks", Problem.BAD_SPAN),
    ],
)
def test_briefings_on_demand(words: str, now: Now | Problem) -> None:
    assert read_now(words) == now


def test_days_alone() -> None:
    assert read_days("fri sat") == frozenset({4, 5})
    assert read_days("الجمعة والسبت") == frozenset({4, 5})
    assert read_days("") == frozenset()
    assert read_days("fri ferries") is Problem.BAD_DAYS


@given(typed)
def test_anything_is_a_wish_or_a_sentence(words: str) -> None:
    wish, now, days = read_subscription(words), read_now(words), read_days(words)
    for problem in (wish, now, days):
        if isinstance(problem, Problem):
            for language in ("en", "ar", "nb"):
                assert "\n" not in Texts(language).text(f"subscribe.{problem.value}", command="/x", quiet="/y")
    if isinstance(wish, Wish):
        assert wish.days
        assert wish.days <= EVERY_DAY
        assert len(wish.subject) <= SUBJECT
        assert wish.zone is None or ZoneInfo(wish.zone)
    if isinstance(now, Now) and now.span:
        assert now.span <= LONGEST

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefings.schedule import EVERY_DAY
from bot.telegram.arguments.briefing_arguments import (
    LONGEST,
    SUBJECT,
    BriefArguments,
    Doubt,
    Problem,
    SubscriptionArguments,
    doubt_in,
    read_days,
    read_now,
    read_subscription,
    same_subject,
)
from bot.texts import LANGUAGES, Texts

EIGHT = time(8)
WORKDAYS = frozenset(range(5))
typed = st.text() | st.lists(
    st.sampled_from(
        [
            "8",
            "08:00",
            "٠٨:٠٠",
            "mon",
            "fre",
            "الأحد",
            "-",
            ",",
            "،",
            "Oslo",
            "New",
            "York",
            "3d",
            "x",
            "every",
            "om",
            "in",
            "UTC+2",
            "kvelden",
            "about",
            "8",
            "til",
        ]
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("08:00", SubscriptionArguments(EIGHT, EVERY_DAY, None, "")),
        ("8", SubscriptionArguments(EIGHT, EVERY_DAY, None, "")),
        ("0800", SubscriptionArguments(EIGHT, EVERY_DAY, None, "")),
        ("kl. 8", SubscriptionArguments(EIGHT, EVERY_DAY, None, "")),
        ("8 pm", SubscriptionArguments(time(20), EVERY_DAY, None, "")),
        ("12am", SubscriptionArguments(time(0), EVERY_DAY, None, "")),
        ("٠٨:٠٠", SubscriptionArguments(EIGHT, EVERY_DAY, None, "")),
        ("٨ مساءً القاهرة", SubscriptionArguments(time(20), EVERY_DAY, "Africa/Cairo", "")),
        ("۰۸:۳۰", SubscriptionArguments(time(8, 30), EVERY_DAY, None, "")),
        (
            "08.00 mon-fri Oslo ferries in Vardø",
            SubscriptionArguments(EIGHT, WORKDAYS, "Europe/Oslo", "ferries in Vardø"),
        ),
        ("08:00 man-fre", SubscriptionArguments(EIGHT, WORKDAYS, None, "")),
        ("08:00 hverdager strøm", SubscriptionArguments(EIGHT, WORKDAYS, None, "strøm")),
        ("08:00 Sundays and Wed, Egypt", SubscriptionArguments(EIGHT, frozenset({2, 6}), "Africa/Cairo", "")),
        ("08:00 fre-man New York", SubscriptionArguments(EIGHT, frozenset({4, 5, 6, 0}), "America/New_York", "")),
        (
            "08:00 الأحد والاثنين السكك الحديدية",
            SubscriptionArguments(EIGHT, frozenset({6, 0}), None, "السكك الحديدية"),
        ),
        ("08:00 الأحد، الخميس", SubscriptionArguments(EIGHT, frozenset({6, 3}), None, "")),
        ("08:00 كل يوم", SubscriptionArguments(EIGHT, EVERY_DAY, None, "")),
        ("08:00 Cairo mon", SubscriptionArguments(EIGHT, frozenset({0}), "Africa/Cairo", "")),
        ("08:00 the Oslo metro", SubscriptionArguments(EIGHT, EVERY_DAY, None, "the Oslo metro")),
        ("08:00 Monetary policy", SubscriptionArguments(EIGHT, EVERY_DAY, None, "Monetary policy")),
    ],
)
def test_subscriptions(words: str, wish: SubscriptionArguments) -> None:
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
        ("", BriefArguments(None, "")),
        ("3d", BriefArguments(timedelta(days=3), "")),
        ("12 hours", BriefArguments(timedelta(hours=12), "")),
        ("٣ أيام", BriefArguments(timedelta(days=3), "")),
        ("2 uker ferger", BriefArguments(timedelta(weeks=2), "ferger")),
        ("3 ferries", BriefArguments(None, "3 ferries")),
        ("ferries", BriefArguments(None, "ferries")),
        ("0d", Problem.BAD_SPAN),
        ("9999 weeks", Problem.BAD_SPAN),
    ],
)
def test_briefings_on_demand(words: str, now: BriefArguments | Problem) -> None:
    assert read_now(words) == now


def test_days_alone() -> None:
    assert read_days("fri sat") == frozenset({4, 5})
    assert read_days("الجمعة والسبت") == frozenset({4, 5})
    assert read_days("") == frozenset()
    assert read_days("fri ferries") is Problem.BAD_DAYS


EVENING, NINE = time(20), time(9)
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("9 in the afternoon", SubscriptionArguments(time(21), EVERY_DAY, None, "")),
        ("kl. 8 på kvelden", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("8 المساء", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("الساعة التاسعة صباحا", SubscriptionArguments(NINE, EVERY_DAY, None, "")),
        ("eight o'clock in the evening", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("klokka ni om kvelden", SubscriptionArguments(time(21), EVERY_DAY, None, "")),
        ("every evening at 8", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("كل مساء الساعة 8", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("11 at night", SubscriptionArguments(time(23), EVERY_DAY, None, "")),
        ("2 at night", SubscriptionArguments(time(2), EVERY_DAY, None, "")),
        ("20.30 om kvelden", SubscriptionArguments(time(20, 30), EVERY_DAY, None, "")),
        ("noon in Cairo", SubscriptionArguments(time(12), EVERY_DAY, "Africa/Cairo", "")),
        ("9 tuesday till thursday", SubscriptionArguments(NINE, frozenset({1, 2, 3}), None, "")),
        ("9 fra tirsdag til og med torsdag", SubscriptionArguments(NINE, frozenset({1, 2, 3}), None, "")),
        ("9 tirs – tors", SubscriptionArguments(NINE, frozenset({1, 2, 3}), None, "")),
        ("9 الأحد حتى الخميس", SubscriptionArguments(NINE, SUNDAY_TO_THURSDAY, None, "")),
        ("9 every tue and every thu", SubscriptionArguments(NINE, frozenset({1, 3}), None, "")),
        ("9 كل أحد وثلاثاء", SubscriptionArguments(NINE, frozenset({6, 1}), None, "")),
        ("9 every day except sundays", SubscriptionArguments(NINE, EVERY_DAY - {6}, None, "")),
        ("9 alle dager unntatt lørdag og søndag", SubscriptionArguments(NINE, WORKDAYS, None, "")),
        ("9 كل يوم ما عدا الجمعة", SubscriptionArguments(NINE, EVERY_DAY - {4}, None, "")),
        ("9 except weekends", SubscriptionArguments(NINE, WORKDAYS, None, "")),
        ("9 i Kairo", SubscriptionArguments(NINE, EVERY_DAY, "Africa/Cairo", "")),
        ("9 في أوسلو", SubscriptionArguments(NINE, EVERY_DAY, "Europe/Oslo", "")),
        ("9 Tokyo time, trains", SubscriptionArguments(NINE, EVERY_DAY, "Asia/Tokyo", "trains")),
        ("9 London-tid", SubscriptionArguments(NINE, EVERY_DAY, "Europe/London", "")),
        ("9 توقيت بيروت", SubscriptionArguments(NINE, EVERY_DAY, "Asia/Beirut", "")),
        ("9 UTC+3", SubscriptionArguments(NINE, EVERY_DAY, "Etc/GMT-3", "")),
        ("9 gmt -05:00 trains", SubscriptionArguments(NINE, EVERY_DAY, "Etc/GMT+5", "trains")),
        ("9 UTC+05:30", SubscriptionArguments(NINE, EVERY_DAY, "Asia/Kolkata", "")),
        ("on weekdays at 9 in London about trains", SubscriptionArguments(NINE, WORKDAYS, "Europe/London", "trains")),
        ("trains at 9 every day in London", SubscriptionArguments(NINE, EVERY_DAY, "Europe/London", "trains")),
        ("London 9", SubscriptionArguments(NINE, EVERY_DAY, "Europe/London", "")),
        ("9 about Cairo", SubscriptionArguments(NINE, EVERY_DAY, None, "Cairo")),
        ("9 om mandagen", SubscriptionArguments(NINE, frozenset({0}), None, "")),
        ("9 عن السكك الحديدية", SubscriptionArguments(NINE, EVERY_DAY, None, "السكك الحديدية")),
        ("9 everything", SubscriptionArguments(NINE, EVERY_DAY, None, "")),
        ("9 mon-fri Cairo trains.", SubscriptionArguments(NINE, WORKDAYS, "Africa/Cairo", "trains")),
        (
            "9 access to housing in Ukraine",
            SubscriptionArguments(NINE, EVERY_DAY, None, "access to housing in Ukraine"),
        ),
        ("9h30 lun-ven Paris élections", SubscriptionArguments(time(9, 30), WORKDAYS, "Europe/Paris", "élections")),
        ("tous les matins à 9 h", SubscriptionArguments(NINE, EVERY_DAY, None, "")),
        ("chaque soir à 8h", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("à 9 heures du lundi au vendredi", SubscriptionArguments(NINE, WORKDAYS, None, "")),
        ("9h les lundis et jeudis", SubscriptionArguments(NINE, frozenset({0, 3}), None, "")),
        ("9h tous les jours sauf le dimanche", SubscriptionArguments(NINE, EVERY_DAY - {6}, None, "")),
        ("9h heure de Paris", SubscriptionArguments(NINE, EVERY_DAY, "Europe/Paris", "")),
        ("9h les élections", SubscriptionArguments(NINE, EVERY_DAY, None, "les élections")),
        ("9h à propos de la réforme", SubscriptionArguments(NINE, EVERY_DAY, None, "la réforme")),
        ("9 mer om ferger", SubscriptionArguments(NINE, EVERY_DAY, None, "mer om ferger")),
        ("9 Sam Altman", SubscriptionArguments(NINE, EVERY_DAY, None, "Sam Altman")),
        ("в 8 вечера", SubscriptionArguments(EVENING, EVERY_DAY, None, "")),
        ("каждое утро в 9", SubscriptionArguments(NINE, EVERY_DAY, None, "")),
        ("9:00 пн-пт Москва выборы", SubscriptionArguments(NINE, WORKDAYS, "Europe/Moscow", "выборы")),
        ("9 по понедельникам и средам", SubscriptionArguments(NINE, frozenset({0, 2}), None, "")),
        ("9 с понедельника по пятницу", SubscriptionArguments(NINE, WORKDAYS, None, "")),
        ("9 каждый день кроме воскресенья", SubscriptionArguments(NINE, EVERY_DAY - {6}, None, "")),
        ("9 по будням в Осло", SubscriptionArguments(NINE, WORKDAYS, "Europe/Oslo", "")),
        ("9 про паромы", SubscriptionArguments(NINE, EVERY_DAY, None, "паромы")),
    ],
)
def test_the_words_of_all_languages_in_any_order(words: str, wish: SubscriptionArguments) -> None:
    assert read_subscription(words) == wish


@pytest.mark.parametrize(
    "words",
    [
        *(
            "9 tomorrow",
            "9 i morgen",
            "9 غدا",
            "9 once a week",
            "9 next month",
            "9 half past",
            "9 والنصف",
            "9 kvart over",
        ),
        *(
            "9 and 17",
            "9 Oslo Tokyo",
            "9 in Atlantis",
            "9 в Каире",
            "9 i Tromsø",
            "9 from",
            "9 CEST",
            "9 5 trains",
            "9 Black Friday",
        ),
        *("9 Toyko", "9 Lodnon trains", "9 بيروتت", "9 wendesday", "9 evning", "9 hverdger", "09:00 evening paper"),
        *(
            "9 5 Tage",
            "9 jeden Dienstag",
            "9 de martes a jueves",
            "9 de la mañana",
            "9 todos los lunes",
            "9 щодня",
        ),
        *("9 her gün", "9 akşam", "9 täglich", "9 ogni giorno", "9 毎日", "9 martedì", "9 każdy wtorek", "9 ਸੋਮਵਾਰ"),
    ],
)
def test_what_may_be_something_else_is_no_subject(words: str) -> None:
    assert read_subscription(words) is Problem.UNREAD


def test_in_doubt_there_is_something_to_choose() -> None:
    assert doubt_in("9 в Каире") == Doubt("в Каире", "Africa/Cairo")
    assert doubt_in("9 Toyko trains") == Doubt("Toyko trains", "Asia/Tokyo")
    assert read_subscription("9 Toyko trains", sure=True) == SubscriptionArguments(
        NINE, EVERY_DAY, None, "Toyko trains"
    )
    meant = read_subscription("9 Toyko trains", sure=True, zone="Asia/Tokyo")
    assert meant == SubscriptionArguments(NINE, EVERY_DAY, "Asia/Tokyo", "trains")
    assert doubt_in("9 jeden Dienstag") == Doubt("jeden Dienstag", None)
    assert doubt_in("9 Oslo Tokyo") is None


@pytest.mark.parametrize(
    "subject",
    [
        *("elections", "the housing market", "wind power", "price of fish", "G7", "Trump", "the Nobel prize", "ports"),
        *("fotball", "barnehage", "strøm og gass", "reinsdyr i Finnmark", "vei 862", "ytringsfrihet", "klima"),
        *("le prix du pain", "les élections", "Martin Scorsese", "цены на нефть", "de grønne", "en ny vei"),
        *("الانتخابات", "أسعار النفط", "السكك الحديدية في المغرب", "التعليم", "العبّارات"),
    ],
)
def test_ordinary_subjects_need_no_question(subject: str) -> None:
    wish = read_subscription(f"9 {subject}")
    if subject == "vei 862":
        assert wish is Problem.UNREAD
    else:
        assert isinstance(wish, SubscriptionArguments)
        assert same_subject(wish.subject, subject)


@pytest.mark.parametrize(
    ("words", "now"),
    [
        ("last 3 days", BriefArguments(timedelta(days=3), "")),
        ("de siste 2 ukene", Problem.UNREAD),
        ("siste 2 uker tog", BriefArguments(timedelta(weeks=2), "tog")),
        ("آخر يوم", Problem.UNREAD),
        ("3d about trains", BriefArguments(timedelta(days=3), "trains")),
        ("3 jours sur le climat", BriefArguments(timedelta(days=3), "le climat")),
        ("за 3 дня", BriefArguments(timedelta(days=3), "")),
        ("om tog", BriefArguments(None, "tog")),
        ("3 días", Problem.UNREAD),
        ("3 Tage Züge", Problem.UNREAD),
        ("3日", Problem.UNREAD),
        ("today", Problem.UNREAD),
        ("since monday", Problem.UNREAD),
    ],
)
def test_spans_in_words(words: str, now: BriefArguments | Problem) -> None:
    assert read_now(words) == now
    assert isinstance(read_now(words, sure=True), BriefArguments)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every friday", {4}),
        ("fredag til søndag", {4, 5, 6}),
        ("weekends", {5, 6}),
        ("samedi dimanche", {5, 6}),
        ("сб вс", {5, 6}),
        ("من الجمعة إلى السبت", {4, 5}),
        ("fri, sat.", {4, 5}),
    ],
)
def test_quiet_days_in_words(words: str, days: set[int]) -> None:
    assert read_days(words) == frozenset(days)
    assert read_days(f"{words} viernes") is Problem.BAD_DAYS


@given(typed)
def test_anything_is_a_wish_or_a_sentence(words: str) -> None:
    wish, now, days = read_subscription(words), read_now(words), read_days(words)
    for problem in (wish, now, days):
        if isinstance(problem, Problem):
            for language in LANGUAGES:
                assert "\n" not in Texts(language).text(
                    f"subscribe.{problem.value}", command="/x", quiet="/y", words="z"
                )
    if isinstance(wish, SubscriptionArguments):
        assert wish.days
        assert wish.days <= EVERY_DAY
        assert len(wish.subject) <= SUBJECT
        assert wish.zone is None or ZoneInfo(wish.zone)
    if isinstance(now, BriefArguments) and now.span:
        assert now.span <= LONGEST

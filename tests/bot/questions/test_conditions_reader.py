"""What is read from questions: times, counted from a given day, outlets, languages and authors."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.conditions_reader import KINDS, read
from bot.questions.words import known, tokens
from ingest.index.catalogue import Names
from ingest.index.conditions import EVERYTHING, Conditions

TODAY = date(2024, 5, 15)
"""A Wednesday."""

NAMES = Names(
    ("Fjordposten", "Harbour Wire", "وكالة المرفأ", "Le Quai"),
    ("Ada Lind", "Bo Ek, Ada Lind"),
    ("ar", "nb", "nn", "en", "de"),
    (date(2019, 2, 1), date(2024, 5, 14)),
)


TYPED = [
    *("since", "before", "between", "and", "May", "2021", "31", "February", "last", "week", "days", "ago", "three"),
    *(
        "what happened",
        "reported",
        "Fjordposten",
        "says",
        "in",
        "Arabic",
        "قبل",
        "مايو",
        "٣",
        "أيام",
        "2024-02-30",
        "/",
    ),
]
LEADS = {
    **dict.fromkeys(("nb", "da"), "artikler fra"),
    "en": "articles from",
    "sv": "artiklar från",
    "de": "Artikel vom",
    "fr": "articles du",
    "es": "artículos del",
    "ru": "статьи за",
    "ar": "مقالات بتاريخ",
}


def times(since: str | None, before: str | None) -> Conditions:
    return Conditions(since and date.fromisoformat(since), before and date.fromisoformat(before))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "question", "since", "before", "left"),
    [
        ("en", "What was written about the quay before March 2021?", None, "2021-03-01", "about the quay?"),
        ("en", "What was reported after 4 May 2023?", "2023-05-05", None, "What was reported?"),
        ("en", "Which articles came between January and March 2020?", "2020-01-01", "2020-04-01", "articles came?"),
        ("en", "What was published from 3 to 9 May 2024?", "2024-05-03", "2024-05-10", "published?"),
        ("en", "What happened the day before yesterday?", "2024-05-13", "2024-05-14", "What happened?"),
        ("en", "What happened in the past ten days?", "2024-05-05", "2024-05-16", "What happened?"),
        ("en", "News since Monday", "2024-05-13", None, "News"),
        ("en", "News since Wednesday", "2024-05-08", None, "News"),
        ("nb", "Nytt etter onsdag", "2024-05-09", None, "Nytt"),
        ("de", "Neues seit dem Mittwoch", "2024-05-08", None, "Neues"),
        ("en", "News since 15 May", "2024-05-15", None, "News"),
        ("en", "News since today", "2024-05-15", None, "News"),
        ("en", "What was written on Wednesday?", "2024-05-15", "2024-05-16", "written?"),
        ("nb", "Hva ble meldt om kaia i løpet av de siste to ukene?", "2024-05-01", "2024-05-16", "om kaia?"),
        ("nb", "Hva gjorde kommunen i fjor?", "2023-01-01", "2024-01-01", "Hva gjorde kommunen?"),
        ("nb", "Hva skjedde 1. mai?", "2024-05-01", "2024-05-02", "Hva skjedde?"),
        ("da", "Hvad skete der for tre dage siden?", "2024-05-12", "2024-05-13", "Hvad skete der?"),
        ("sv", "Vad skrevs om kajen före den 2 april 2022?", None, "2022-04-02", "om kajen?"),
        ("de", "Was wurde seit dem 1. Mai über den Hafen berichtet?", "2024-05-01", None, "über den Hafen berichtet?"),
        ("de", "Was geschah letzte Woche?", "2024-05-06", "2024-05-13", "Was geschah?"),
        ("fr", "Qu'a-t-on écrit sur le port jusqu'au 3 avril 2024 ?", None, "2024-04-04", "sur le port?"),
        ("fr", "Qu'est-ce qui s'est passé hier ?", "2024-05-14", "2024-05-15", "passé?"),
        ("es", "¿Qué se publicó entre el 3 y el 9 de abril de 2024?", "2024-04-03", "2024-04-10", "publicó?"),
        ("es", "¿Qué pasó hace dos semanas?", "2024-04-29", "2024-05-06", "pasó?"),
        ("ru", "Что писали о причале в апреле 2024 года?", "2024-04-01", "2024-05-01", "о причале?"),
        ("ru", "Что произошло за последние три дня?", "2024-05-12", "2024-05-16", "произошло?"),
        ("ru", "Статьи от 5 мая 2024", "2024-05-05", "2024-05-06", "Статьи"),
        ("ru", "Новости о причале от 05.05.2024", "2024-05-05", "2024-05-06", "о причале"),
        ("ru", "Статьи от 3 мая до 5 мая 2024", "2024-05-03", "2024-05-06", "Статьи"),
        ("nb", "Artikler fra 5. mai 2024 om kaia", "2024-05-05", "2024-05-06", "Artikler om kaia"),
        ("en", "Articles of 2024-05-05 about the quay", "2024-05-05", "2024-05-06", "Articles about the quay"),
        ("fr", "Articles datés du 5 mai 2024", "2024-05-05", "2024-05-06", "Articles"),
        ("ar", "ماذا نُشر عن الميناء منذ ٣ أبريل ٢٠٢٤؟", "2024-04-03", None, "عن الميناء؟"),
        ("ar", "ماذا حدث أمس؟", "2024-05-14", "2024-05-15", "ماذا حدث؟"),
        ("ar", "ماذا نشر في تشرين الأول 2023؟", "2023-10-01", "2023-11-01", "ماذا نشر؟"),
    ],
)
def test_times(language: str, question: str, since: str | None, before: str | None, left: str) -> None:
    reading = read(question, language, NAMES, TODAY)
    assert reading.conditions == times(since, before)
    assert reading.text.endswith(left)
    assert reading.soft == EVERYTHING


@pytest.mark.parametrize(
    ("language", "question", "conditions"),
    [
        ("en", "What does Fjordposten say about the quay?", Conditions(outlets=("Fjordposten",))),
        (
            "en",
            "How long is it according to Harbour Wire and Le Quai?",
            Conditions(outlets=("Harbour Wire", "Le Quai")),
        ),
        ("en", "How long is Fjordposten's building?", EVERYTHING),
        ("en", "Who bought Fjordposten?", EVERYTHING),
        (
            "en",
            "Compare what Harbour Wire and وكالة المرفأ say about the quay",
            Conditions(outlets=("Harbour Wire", "وكالة المرفأ")),
        ),
        ("nb", "Hvor lang er kaia ifølge Fjordposten?", Conditions(outlets=("Fjordposten",))),
        ("ar", "كم طول الرصيف بحسب وكالة المرفأ؟", Conditions(outlets=("وكالة المرفأ",))),
        ("en", "Show me articles in Arabic about the quay", Conditions(languages=("ar",))),
        ("en", "Which Norwegian articles are about the quay?", Conditions(languages=("nb", "nn"))),
        ("en", "Which fish live in Norwegian waters?", EVERYTHING),
        ("de", "Artikel auf Arabisch", Conditions(languages=("ar",))),
        ("ar", "مقالات بالعربية عن الرصيف", Conditions(languages=("ar",))),
        ("en", "articles by Ada Lind", Conditions(authors=("Ada Lind", "Bo Ek, Ada Lind"))),
        ("en", "Where does Ada Lind live?", EVERYTHING),
    ],
)
def test_names(language: str, question: str, conditions: Conditions) -> None:
    assert read(question, language, NAMES, TODAY).conditions == conditions


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Who won the cup in 1990?"),
        ("en", "Was the bridge built before 1950?"),
        ("en", "May the council close the quay?"),
        ("nb", "Når åpner markedet på fredag?"),
        ("de", "Wann wurde die Brücke vor 1900 gebaut?"),
        ("ru", "Кто победил в 1990 году?"),
        ("ar", "من فاز في عام 1990؟"),
    ],
)
def test_a_date_that_is_part_of_the_matter_is_no_condition(language: str, question: str) -> None:
    reading = read(question, language, NAMES, TODAY)
    assert (reading.conditions, reading.soft, reading.text) == (EVERYTHING, EVERYTHING, question)


def test_a_time_that_the_articles_span_is_tried_but_no_condition() -> None:
    reading = read("How many boats were lost in 2021?", "en", NAMES, TODAY)
    assert reading.conditions == EVERYTHING
    assert reading.soft == times("2021-01-01", "2022-01-01")
    assert reading.text == "How many boats were lost in 2021?"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Is the quay open now?"),
        ("nb", "Hva er renta i dag?"),
        ("ar", "هل الرصيف مفتوح الآن؟"),
        ("de", "Ist er noch offen?"),
    ],
)
def test_now_is_no_day_but_the_latest_state(language: str, question: str) -> None:
    reading = read(question, language, NAMES, TODAY)
    assert reading.newest
    assert reading.conditions == EVERYTHING


def test_what_is_taken_out_is_not_read_again() -> None:
    question = "What does Fjordposten say about the quay since 4 May?"
    assert read(question, "en", NAMES, TODAY, ["time"]).conditions == Conditions(outlets=("Fjordposten",))
    assert read(question, "en", NAMES, TODAY, KINDS).conditions == EVERYTHING


@given(
    st.lists(
        st.sampled_from(TYPED) | st.text(max_size=6),
        max_size=9,
    ),
    st.sampled_from([*known("phrases.toml"), "und", "zh", "nn"]),
    st.dates(date(2, 1, 1), date(9998, 1, 1)),
)
def test_whatever_is_typed_is_read(words: list[str], language: str, today: date) -> None:
    text = " ".join(words)
    reading = read(text, language, NAMES, today)
    left = [token.word for token in tokens(reading.text)]
    typed = iter(token.word for token in tokens(text))
    assert all(word in typed for word in left), "only words go, and the others stay in order"
    for conditions in (reading.conditions, reading.soft):
        assert set(conditions.outlets) <= set(NAMES.outlets)
        assert set(conditions.languages) <= set(NAMES.languages)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_day_is_the_same_day_however_it_is_written(day: date, today: date) -> None:
    for language, lead in LEADS.items():
        found = read(f"{lead} {format_date(day, 'long', locale=language)}", language, NAMES, today)
        assert found.conditions == Conditions(day, day + timedelta(days=1)), (language, found)

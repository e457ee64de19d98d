"""Which questions are about the articles themselves, and about what; and which are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.conditions_reader import read
from bot.questions.kinds import About, Kind, kind_of
from bot.questions.words import known
from ingest.index.catalogue import Names

TODAY = date(2024, 5, 15)
NAMES = Names(("Fjordposten",), (), ("nb", "en"), (date(2019, 2, 1), date(2024, 5, 14)))


def asked(question: str, language: str) -> About | None:
    return kind_of(read(question, language, NAMES, TODAY), language)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What did Reuters report about the quay?"),
        ("en", "What did the mayor write about the quay?"),
        ("nb", "Hva skrev Dagbladet om kaia?"),
        ("de", "Was schrieb die Zeit über den Kai?"),
    ],
)
def test_what_somebody_else_wrote_is_no_question_for_all_articles(language: str, question: str) -> None:
    assert asked(question, language) is None


@pytest.mark.parametrize(
    ("language", "question", "kind", "subject"),
    [
        ("en", "How many stories are there about the old quay?", Kind.COUNT, "old quay"),
        ("en", "Articles from 5 May 2024 about the quay", Kind.LIST, "quay"),
        ("ru", "Статьи от 5 мая 2024 о причале", Kind.LIST, "причале"),
        ("nb", "Artikler om kaia", Kind.LIST, "kaia"),
        ("fr", "Articles de la convention", None, ""),
        ("en", "How many articles do you have?", Kind.COUNT, ""),
        ("en", "What is new?", Kind.NEWEST, ""),
        ("en", "Latest news about the quay", Kind.NEWEST, "quay"),
        ("en", "What happened last week?", Kind.DIGEST, ""),
        ("en", "What did Fjordposten write about the quay?", Kind.LIST, "quay"),
        ("en", "What did the newspapers write about the quay?", Kind.LIST, "quay"),
        ("nb", "Hva skrev avisene om kaia?", Kind.LIST, "kaia"),
        ("en", "What did the harbour office do last year?", Kind.LIST, "harbour office"),
        ("nb", "Hva gjorde havnekontoret i fjor?", Kind.LIST, "havnekontoret"),
        ("de", "Was hat das Hafenamt letzte Woche gemacht?", Kind.LIST, "Hafenamt"),
        ("ar", "ماذا فعلت إدارة الميناء الشهر الماضي؟", Kind.LIST, "إدارة الميناء"),
        ("en", "Who has written about the quay?", Kind.WRITERS, "quay"),
        ("en", "In which languages are there articles about the quay?", Kind.LANGUAGES, "quay"),
        ("en", "When was the archive last updated?", Kind.UPDATED, ""),
        ("en", "What has happened with the old quay?", Kind.TIMELINE, "old quay"),
        ("en", "Give me a summary of the quay affair", None, ""),
        ("nb", "Hvor mange saker har du om kaia?", Kind.COUNT, "kaia"),
        ("nb", "Tidslinje for kaisaken", Kind.TIMELINE, "kaisaken"),
        ("nb", "Når ble arkivet sist oppdatert?", Kind.UPDATED, ""),
        ("da", "Hvad skete der i går?", Kind.DIGEST, ""),
        ("sv", "Sammanfatta historien om kajen", Kind.TIMELINE, "kajen"),
        ("de", "Fasse die Geschichte um den Kai zusammen", Kind.TIMELINE, "um den Kai"),
        ("de", "Was gibt es Neues?", Kind.NEWEST, ""),
        ("fr", "Combien d'articles avez-vous ?", Kind.COUNT, ""),
        ("fr", "Dernières nouvelles sur le quai", Kind.NEWEST, "quai"),
        ("es", "¿Quién ha escrito sobre el muelle?", Kind.WRITERS, "muelle"),
        ("ru", "Хронология событий вокруг причала", Kind.TIMELINE, "причала"),
        ("ar", "كم عدد المقالات عن الرصيف؟", Kind.COUNT, "الرصيف"),
        ("ar", "آخر أخبار الرصيف", Kind.NEWEST, "الرصيف"),
        ("ar", "ماذا حدث مع الرصيف؟", Kind.TIMELINE, "الرصيف"),
    ],
)
def test_questions_about_the_articles(language: str, question: str, kind: Kind | None, subject: str) -> None:
    assert asked(question, language) == (About(kind, subject) if kind else None)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How many articles of the charter were changed?"),
        ("en", "Which articles of clothing were stolen?"),
        ("en", "How many people live on the quay?"),
        ("en", "What happened to the harbour master?"),
        ("en", "Who wrote the song?"),
        ("en", "What did the harbour office do?"),
        ("en", "What did the quay cost last year?"),
        ("en", "Which languages does the captain speak?"),
        ("en", "When was the engine replaced?"),
        ("nb", "Hvor mange biler tar ferja?"),
        ("nb", "Hva skjedde da kaia raste?"),
        ("de", "Was ist die Hauptstadt von Frankreich?"),
        ("fr", "Combien de bateaux ont été perdus ?"),
        ("es", "¿Qué es el muelle?"),
        ("ru", "Сколько людей погибло?"),
        ("ar", "كم عدد القتلى؟"),
        ("ar", "من هو وزير النقل؟"),
    ],
)
def test_questions_that_the_articles_are_to_answer(language: str, question: str) -> None:
    assert asked(question, language) is None


@given(st.text(max_size=60), st.sampled_from([*known("kinds.toml"), "und"]))
def test_whatever_is_typed_has_a_kind_or_none(text: str, language: str) -> None:
    about = asked(text, language)
    assert about is None or about.subject in text or not about.subject

"""Which questions are about the articles themselves, and about what; and which are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.conditions_reader import read
from bot.questions.question_kinds import ANSWER_FIRST, SEVERAL, SURE_FIRST, About, QuestionKind, kind_of
from bot.questions.words import known
from ingest.index.catalogue import Names

TODAY = date(2024, 5, 15)
NAMES = Names(("Fjordposten", "Harbour Wire"), (), ("nb", "en"), (date(2019, 2, 1), date(2024, 5, 14)))


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
        ("en", "How many stories are there about the old quay?", QuestionKind.COUNT, "old quay"),
        ("en", "Articles from 5 May 2024 about the quay", QuestionKind.LIST, "quay"),
        ("ru", "Статьи от 5 мая 2024 о причале", QuestionKind.LIST, "причале"),
        ("nb", "Artikler om kaia", QuestionKind.LIST, "kaia"),
        ("fr", "Articles de la convention", None, ""),
        ("en", "How many articles do you have?", QuestionKind.COUNT, ""),
        ("en", "What is new?", QuestionKind.NEWEST, ""),
        ("en", "Latest news about the quay", QuestionKind.NEWEST, "quay"),
        ("en", "What happened last week?", QuestionKind.DIGEST, ""),
        ("en", "The quay in Lerk: what is new?", QuestionKind.NEWEST, "quay in Lerk"),
        ("en", "quay - latest news", QuestionKind.NEWEST, "quay"),
        ("nb", "Kaia, siste nytt", QuestionKind.NEWEST, "Kaia"),
        ("nb", "kaia tidslinje", QuestionKind.TIMELINE, "kaia"),
        ("de", "Kai Zusammenfassung", QuestionKind.TIMELINE, "Kai"),
        ("de", "Wie ist der Stand am Kai?", None, ""),
        ("de", "Wie ist der Stand im Hafen?", QuestionKind.TIMELINE, "Hafen"),
        ("en", "What do the papers say about the quay?", QuestionKind.LIST, "quay"),
        ("en", "What is the first article about the quay?", QuestionKind.FIRST, "quay"),
        ("en", "Which article is the oldest?", QuestionKind.FIRST, ""),
        ("en", "Who wrote the summary?", None, ""),
        ("en", "Who has the latest news?", None, ""),
        ("en", "Did the mayor write a recap?", None, ""),
        ("en", "When did it start, and what is new?", None, ""),
        ("en", "Summarise the last week", QuestionKind.DIGEST, ""),
        ("en", "Can you give me a recap of yesterday's stories?", QuestionKind.DIGEST, ""),
        ("en", "Tell me about the news", QuestionKind.DIGEST, ""),
        ("nb", "Kan du lage en oppsummering av nyhetene i går?", QuestionKind.DIGEST, ""),
        ("de", "Fasse die letzte Woche zusammen", QuestionKind.DIGEST, ""),
        ("es", "Haz un resumen de esta semana", QuestionKind.DIGEST, ""),
        ("ru", "Подведи итог прошлой недели", QuestionKind.DIGEST, ""),
        ("ar", "لخص أخبار الأسبوع الماضي", QuestionKind.DIGEST, ""),
        ("en", "Any news from the quay?", QuestionKind.NEWEST, "quay"),
        ("en", "What is the newest article?", QuestionKind.LAST, ""),
        ("en", "Latest article about the quay", QuestionKind.LAST, "quay"),
        ("nb", "Hva er den siste saken om kaia?", QuestionKind.LAST, "kaia"),
        ("ru", "Самая новая статья", QuestionKind.LAST, ""),
        ("en", "Compare what Fjordposten and Harbour Wire say about the quay", QuestionKind.LIST, "quay"),
        ("nb", "Sammenlign hva Harbour Wire og Fjordposten skriver om kaia", QuestionKind.LIST, "kaia"),
        ("en", "What did Fjordposten write about the quay?", QuestionKind.LIST, "quay"),
        ("en", "What did the newspapers write about the quay?", QuestionKind.LIST, "quay"),
        ("nb", "Hva skrev avisene om kaia?", QuestionKind.LIST, "kaia"),
        ("en", "What did the harbour office do last year?", QuestionKind.LIST, "harbour office"),
        ("nb", "Hva gjorde havnekontoret i fjor?", QuestionKind.LIST, "havnekontoret"),
        ("de", "Was hat das Hafenamt letzte Woche gemacht?", QuestionKind.LIST, "Hafenamt"),
        ("ar", "ماذا فعلت إدارة الميناء الشهر الماضي؟", QuestionKind.LIST, "إدارة الميناء"),
        ("en", "Who has written about the quay?", QuestionKind.WRITERS, "quay"),
        ("en", "Are there any contradictions about the quay?", QuestionKind.DIFFERENCES, "quay"),
        ("en", "Where do the articles contradict each other?", QuestionKind.DIFFERENCES, ""),
        ("nb", "Er kildene enige om kaia?", QuestionKind.DIFFERENCES, "kaia"),
        ("sv", "Är tidningarna överens om kajen?", QuestionKind.DIFFERENCES, "kajen"),
        ("de", "Gibt es Widersprüche über den Kai?", QuestionKind.DIFFERENCES, "Kai"),
        ("fr", "Y a-t-il des contradictions sur le quai ?", QuestionKind.DIFFERENCES, "quai"),
        ("es", "¿Se contradicen los artículos sobre el muelle?", QuestionKind.DIFFERENCES, "muelle"),
        ("ru", "Есть ли противоречия о причале?", QuestionKind.DIFFERENCES, "причале"),
        ("ar", "هل تتفق المصادر عن الرصيف؟", QuestionKind.DIFFERENCES, "الرصيف"),
        ("en", "Do the unions agree on the quay?", None, ""),
        ("en", "Which outlets wrote about the quay?", QuestionKind.OUTLETS, "quay"),
        ("ar", "أي الصحف كتبت عن الرصيف؟", QuestionKind.OUTLETS, "الرصيف"),
        ("en", "In which languages are there articles about the quay?", QuestionKind.LANGUAGES, "quay"),
        ("en", "When was the archive last updated?", QuestionKind.UPDATED, ""),
        ("en", "What has happened with the old quay?", QuestionKind.TIMELINE, "old quay"),
        ("en", "Give me a summary of the quay affair", QuestionKind.TIMELINE, "quay"),
        ("en", "Could you please tell me about the quay?", QuestionKind.TIMELINE, "quay"),
        ("en", "I would like to know which articles are about the quay", QuestionKind.LIST, "quay"),
        ("en", "Can you give me the latest news about the quay?", QuestionKind.NEWEST, "quay"),
        ("en", "What happened to the harbour master?", QuestionKind.TIMELINE, "harbour master"),
        ("en", "What is going on at the quay in Lerk?", QuestionKind.TIMELINE, "quay in Lerk"),
        ("en", "What did the harbour office do?", QuestionKind.TIMELINE, "harbour office"),
        ("en", "Show me everything from Fjordposten", QuestionKind.DIGEST, ""),
        ("nb", "Vis meg alt fra Fjordposten", QuestionKind.DIGEST, ""),
        ("en", "Which articles mention Tora Lind?", QuestionKind.LIST, "Tora Lind"),
        ("en", "Is there anything about the quay?", QuestionKind.TIMELINE, "quay"),
        ("en", "Give me the key facts about the quay", QuestionKind.TIMELINE, "quay"),
        ("en", "Are there any articles about the quay?", QuestionKind.LIST, "quay"),
        ("en", "Who covered the quay affair?", QuestionKind.WRITERS, "quay"),
        ("en", "How has the harbour fee changed?", QuestionKind.TIMELINE, "harbour fee"),
        ("en", "What happened on 3 May 1990?", None, ""),
        ("nb", "Hvordan har havneavgiften utviklet seg?", QuestionKind.TIMELINE, "havneavgiften"),
        ("de", "Was steht in den Artikeln über den Kai?", QuestionKind.LIST, "Kai"),
        ("ar", "ماذا حدث للرصيف القديم؟", QuestionKind.TIMELINE, "رصيف القديم"),
        ("ar", "ماذا حدث بعد الانهيار؟", None, ""),
        ("ar", "أعطني ملخصا عن الميناء", QuestionKind.TIMELINE, "الميناء"),
        ("ar", "ما هي آخر المقالات؟", QuestionKind.NEWEST, ""),
        ("en", "Any updates on the quay?", QuestionKind.NEWEST, "quay"),
        ("nb", "Gi meg en oppsummering av hva som har skjedd med kaia", QuestionKind.TIMELINE, "kaia"),
        ("nn", "Kva skjer med kaia?", QuestionKind.TIMELINE, "kaia"),
        ("nn", "Fortel meg om kaia", QuestionKind.TIMELINE, "kaia"),
        ("nn", "Kor mange artiklar har du om kaia?", QuestionKind.COUNT, "kaia"),
        ("nb", "Hva skjedde på kaia?", QuestionKind.TIMELINE, "kaia"),
        ("nb", "Kan du fortelle meg om kaia?", QuestionKind.TIMELINE, "kaia"),
        ("nb", "Kan du oppsummere saken om kaia?", QuestionKind.TIMELINE, "kaia"),
        ("nb", "Hva vet du om kaia i Lerk?", QuestionKind.TIMELINE, "kaia i Lerk"),
        ("da", "Fortæl mig om kajen", QuestionKind.TIMELINE, "kajen"),
        ("sv", "Vad hände i Lerk?", QuestionKind.TIMELINE, "Lerk"),
        ("de", "Was ist in Lerk passiert?", QuestionKind.TIMELINE, "Lerk"),
        ("de", "Kannst du mir bitte eine Zusammenfassung der Kai-Affäre geben?", QuestionKind.TIMELINE, "Kai-Affäre"),
        ("de", "Können Sie mir etwas über den Kai sagen?", QuestionKind.TIMELINE, "Kai"),
        ("fr", "Que s'est-il passé à Lerk ?", QuestionKind.TIMELINE, "Lerk"),
        ("fr", "Parle-moi du quai", QuestionKind.TIMELINE, "quai"),
        ("es", "¿Qué pasó en el muelle?", QuestionKind.TIMELINE, "muelle"),
        ("ru", "Что произошло в Лерке?", QuestionKind.TIMELINE, "Лерке"),
        ("ru", "Расскажи мне о причале", QuestionKind.TIMELINE, "причале"),
        ("ar", "ماذا حدث في الميناء؟", QuestionKind.TIMELINE, "الميناء"),
        ("ar", "هل يمكنك أن تلخص قصة الميناء", QuestionKind.TIMELINE, "الميناء"),
        ("nb", "Hvor mange saker har du om kaia?", QuestionKind.COUNT, "kaia"),
        ("nb", "Tidslinje for kaisaken", QuestionKind.TIMELINE, "kaisaken"),
        ("nb", "Når ble arkivet sist oppdatert?", QuestionKind.UPDATED, ""),
        ("da", "Hvad skete der i går?", QuestionKind.DIGEST, ""),
        ("sv", "Sammanfatta historien om kajen", QuestionKind.TIMELINE, "kajen"),
        ("de", "Fasse die Geschichte um den Kai zusammen", QuestionKind.TIMELINE, "um den Kai"),
        ("de", "Was gibt es Neues?", QuestionKind.NEWEST, ""),
        ("fr", "Combien d'articles avez-vous ?", QuestionKind.COUNT, ""),
        ("fr", "Dernières nouvelles sur le quai", QuestionKind.NEWEST, "quai"),
        ("es", "¿Quién ha escrito sobre el muelle?", QuestionKind.WRITERS, "muelle"),
        ("ru", "Хронология событий вокруг причала", QuestionKind.TIMELINE, "причала"),
        ("ar", "كم عدد المقالات عن الرصيف؟", QuestionKind.COUNT, "الرصيف"),
        ("ar", "آخر أخبار الرصيف", QuestionKind.NEWEST, "الرصيف"),
        ("ar", "ماذا حدث مع الرصيف؟", QuestionKind.TIMELINE, "الرصيف"),
    ],
)
def test_questions_about_the_articles(language: str, question: str, kind: QuestionKind | None, subject: str) -> None:
    about = asked(question, language)
    assert (about and about.kind, about.subject if about else "") == (kind, subject)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How many articles of the charter were changed?"),
        ("en", "Which articles of clothing were stolen?"),
        ("en", "How many people live on the quay?"),
        ("en", "What happened when the quay collapsed?"),
        ("en", "What did the mayor say about the quay?"),
        ("en", "Who knows about the quay?"),
        ("en", "Which law is about the quay?"),
        ("en", "Who can tell me about the quay?"),
        ("en", "Did the mayor give a summary of the plan?"),
        ("en", "Who wrote the song?"),
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


def test_a_sentence_goes_before_a_story_of_what_happened_somewhere() -> None:
    questions = ("Tell me about the quay", "What happened with it", "What happened at it", "What did the mayor do?")
    told = [asked(question, "en") for question in questions]
    assert [about.least for about in told if about] == [0, SEVERAL, SURE_FIRST, ANSWER_FIRST]


def test_what_is_mentioned_must_stand_there() -> None:
    questions = ("Which articles mention Tora Lind?", "How many articles are about Tora Lind?")
    assert [about.literally for question in questions if (about := asked(question, "en"))] == [True, False]


@given(st.text(max_size=60), st.sampled_from([*known("question_kinds.toml"), "und"]))
def test_whatever_is_typed_has_a_kind_or_none(text: str, language: str) -> None:
    about = asked(text, language)
    assert about is None or about.subject in text or not about.subject

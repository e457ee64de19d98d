"""Names that an article lacks: told within a script and across, and never made of words that are no names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.unknown_names import unknown_names

ARTICLE = {
    "en": ("Fire at Lundvik school", "Headteacher Marit Solheim said that all 240 pupils of Lundvik had left in time."),
    "nb": ("Brann på Lundvik skole", "Rektor Marit Solheim sier at alle de 240 elevene på Lundvik kom seg ut i tide."),
    "ru": ("Пожар в школе Лундвика", "Директор Марит Сольхейм сказала, что все 240 учеников успели выйти."),
    "ar": ("حريق في مدرسة لوندفيك", "قالت المديرة ماريت سولهايم إن جميع التلاميذ وعددهم 240 خرجوا في الوقت المناسب."),
}


@pytest.mark.parametrize("article", ARTICLE)
@pytest.mark.parametrize(
    ("question", "language", "strange"),
    [
        ("How many pupils were there in Lundvik?", "en", []),
        ("What did Marit Solheim say?", "en", []),
        ("What did Solheim's school do?", "en", []),
        ("How many pupils were there in Hasselby?", "en", ["Hasselby"]),
        ("Hva sa Marit Torgersen?", "nb", ["Torgersen"]),
        ("Что сказала директор Сольхейм?", "ru", []),
        ("Что случилось в школе Хассельбю?", "ru", ["Хассельбю"]),
        ("How many pupils were there?", "en", []),
        ("How many pupils did the Norwegian school have on Monday in May?", "en", []),
        ("كم كان عدد التلاميذ؟", "ar", []),
        ("Wie viele Kinder waren in der Schule von Hasselby?", "de", []),  # Every German noun has a capital letter.
    ],
)
def test_a_name_is_unknown_where_no_form_of_it_is_in_the_article(
    question: str, language: str, strange: list[str], article: str
) -> None:
    assert unknown_names(question, language, ARTICLE[article]) == strange


def test_endings_and_initials_make_no_other_name() -> None:
    assert unknown_names("Кто живёт в Лундвике?", "ru", ["Пожар в Лундвик"]) == []
    assert unknown_names("What did the UNSC say?", "en", ["The United Nations Security Council met."]) == []
    assert unknown_names("What did the WHO say?", "en", ["وقالت منظمة الصحة العالمية إن الوضع مستقر."]) == []
    assert unknown_names("What did NASA say?", "en", ["The agency said nothing."]) == ["NASA"]


@given(st.text(), st.sampled_from(["en", "nb", "ar", "ru", "zh", "de"]), st.lists(st.text()))
def test_what_is_said_to_be_unknown_stands_in_the_question(question: str, language: str, texts: list[str]) -> None:
    assert all(name in question for name in unknown_names(question, language, texts))
    assert unknown_names(question, language, [*texts, question]) == []


@pytest.mark.parametrize(
    ("question", "language", "article"),
    [
        ("Er broen i Zaretsjinsk åpen?", "nb", "Мост в Заречинске открыт."),
        ("Hva sa Krusjtsjov i Tsjeljabinsk?", "nb", "Хрущёв говорил в Челябинске."),
        ("What was played in Tscheljabinsk?", "en", "Концерт в Челябинске."),
        ("Was Zhukov in Nizhny Novgorod?", "en", "Жуков был в Нижнем Новгороде."),
        ("Is Pyongyang allowed to buy fuel?", "en", "تجيز لبيونغ يانغ أن تشتري الوقود."),
        ("What happened in Guangzhou?", "en", "ماذا حدث في قوانغتشو"),
    ],
)
def test_names_are_known_in_another_script_however_it_is_spelt(question: str, language: str, article: str) -> None:
    assert unknown_names(question, language, [article]) == []
    assert unknown_names(question.replace("?", " or Trondheim?"), language, [article]) == ["Trondheim"]


def test_a_slip_in_a_question_makes_no_other_name() -> None:
    article = ["Marit Solheim visited Lundvik with Ro Dal."]
    for asked in ("Who is Marit Solheim?", "Who is Marit Solhiem?", "Who is Marit Solheimm?", "Who is Roe Dal?"):
        assert unknown_names(asked.replace("hiem", "heem"), "en", article) == []
    assert unknown_names("Where is Bergen?", "en", article) == ["Bergen"]


def test_a_statement_must_write_names_as_they_are() -> None:
    assert unknown_names("It was Marit Solheem.", "en", ["Marit Solheim came."], lambda word: False) == []
    assert unknown_names("It was Marit Tolheim.", "en", ["Marit Solheim came."], lambda word: False) == ["Tolheim"]

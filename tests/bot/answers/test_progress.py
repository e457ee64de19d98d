import pytest

from bot.answers.progress import Doing, Stage, described, reading
from bot.answers.retrieval import Found
from bot.texts import LANGUAGES, Texts
from tests.bot.quotes.stored import passages, store


def test_sources_are_counted_once_and_languages_named_best_first() -> None:
    held = [*passages(), *store("ferry.txt", "Another line.\n", "en")]
    stage = reading([Found(stored, 0.5, 0.5, 0.0) for stored in held], "nb")
    assert stage == Stage(Doing.READING, "nb", 4, ("en", "nb", "ar"))
    assert described(stage, Texts("nb")) == "Leser 4 artikler … (engelsk, norsk bokmål og arabisk)"
    assert described(stage, Texts("ar")) == "أقرأ 4 مقالات … (الإنجليزية والنرويجية بوكمال والعربية)"


def test_one_language_is_not_named() -> None:
    stage = reading([Found(stored, 0.5, 0.5, 0.0) for stored in passages()[:1]], "en")
    assert described(stage, Texts("en")) == "Reading 1 article …"


@pytest.mark.parametrize("doing", Doing)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_its_words(doing: Doing, language: str) -> None:
    assert described(Stage(doing, language, 3, ("en", "und")), Texts(language)).endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_of_a_question_is_counted(language: str) -> None:
    said = described(Stage(Doing.SEARCHING, language, part=2, parts=3), Texts(language))
    assert said.endswith("…")
    assert "2" in said
    assert "3" in said

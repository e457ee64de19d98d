"""Which questions only ask who somebody or what something is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.introductions import introduced
from bot.questions.words import known


@pytest.mark.parametrize(
    ("language", "question", "name"),
    [
        ("en", "Who is Ada Lind?", "Ada Lind"),
        ("en", "what's lerkvika", "lerkvika"),
        ("en", "What do you know about Ada Lind", "Ada Lind"),
        ("nb", "Hva er Lerkvika?", "Lerkvika"),
        ("nn", "Kven er Ada Lind?", "Ada Lind"),
        ("de", "Wer ist Ada Lind?", "Ada Lind"),
        ("fr", "Qu'est-ce que Lerkvika ?", "Lerkvika"),
        ("es", "¿Quién es Ada Lind?", "Ada Lind"),
        ("ru", "Кто такая Ада Линд?", "Ада Линд"),
        ("ar", "من هي آدا ليند؟", "آدا ليند"),
        ("en", "Who is the new owner of the quay in Lerkvika?", ""),
        ("en", "Who sold the quay?", ""),
        ("en", "Who is", ""),
    ],
)
def test_the_name_that_is_asked_about(language: str, question: str, name: str) -> None:
    assert introduced(question, language) == name


@given(st.text(max_size=60), st.sampled_from([*known("introductions.toml"), "und"]))
def test_any_text_is_read(text: str, language: str) -> None:
    assert introduced(text, language) in text

"""Which questions for yes or no claim a number, and how it is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.claims import claim_of
from bot.questions.words import known


@pytest.mark.parametrize(
    ("language", "question", "asked"),
    [
        ("en", "Is it true that three boats sank in Lerk?", "how many boats sank in Lerk?"),
        ("en", "Did the baker raise his prices by 12 percent?", "Did the baker raise his prices by how many percent?"),
        ("nb", "stemmer det at 40 hus brant", "hvor mange hus brant"),
        ("de", "Stimmt es, dass sieben Häuser brannten?", "wie viele Häuser brannten?"),
        ("fr", "Est-il vrai que 30 écoles sont fermées ?", "combien de écoles sont fermées ?"),
        ("ru", "Правда ли, что сгорело 9 домов?", "сгорело сколько домов?"),
        ("ar", "هل صحيح أن 15 قاربا غرقت؟", "كم قاربا غرقت؟"),
        ("en", "Is it true that the mayor resigned?", ""),
        ("en", "Was the quay built in 1978?", ""),
        ("en", "Did 5 of the 9 boats sink?", ""),
        ("en", "How many boats sank?", ""),
        ("en", "Is 5?", ""),
        ("ja", "5隻が沈んだのは本当ですか", ""),
    ],
)
def test_a_claimed_number_is_asked_for(language: str, question: str, asked: str) -> None:
    claim = claim_of(question, language)
    assert (claim.question if claim else "") == asked


def test_the_number_is_read_in_words_as_well() -> None:
    claim = claim_of("is it true that three boats sank", "en")
    assert claim is not None
    assert claim.number == 3


@given(st.text(max_size=60), st.sampled_from([*known("claims.toml"), "und"]))
def test_any_text_is_read(text: str, language: str) -> None:
    claim = claim_of(text, language)
    assert claim is None or claim.question

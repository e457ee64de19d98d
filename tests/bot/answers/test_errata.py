"""What a correction repeats of the mistake is told from what it puts right, in whatever words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.errata import erring


@pytest.mark.parametrize(
    ("language", "title", "texts", "wrong"),
    [
        (
            "en",
            "Correction: the pool opens in June",
            ["On Monday we reported that the pool would open in April.", "It opens in June."],
            [True, False],
        ),
        ("nb", "Rettelse", ["Fredag skrev vi at elleve båter sank.", "Det riktige er sju."], [True, False]),
        (
            "de",
            "Neues Dach für die Halle",
            ["In einer früheren Version hieß es, das Dach koste 3 Millionen Euro.", "Es kostet 5 Millionen Euro."],
            [True, False],
        ),
        (
            "fr",
            "Le pont rouvrira",
            ["Nous avons indiqué par erreur que 40 bateaux y passent.", "Il en passe 14 par jour."],
            [True, False],
        ),
        ("ar", "تصحيح", ["ذكرنا أمس أن عدد القوارب 30 قاربا.", "العدد الصحيح هو 13 قاربا."], [True, False]),
        # As reported before, and nothing is put right.
        ("en", "The pool", ["As we reported, the pool cost 3 million.", "It has 4 lanes."], [False, False]),
        ("en", "Correction: a name", ["We wrote that Ann Lee owns the pool.", "She is Anne Leigh."], [False, False]),
        # Right and wrong in one sentence, and nothing behind it.
        ("en", "Correction: the pool", ["We wrote that it costs 3 million, but it costs 4."], [False]),
    ],
)
def test_what_was_wrong(language: str, title: str, texts: list[str], wrong: list[bool]) -> None:
    assert erring(texts, language, title) == wrong


@given(st.lists(st.text(max_size=40), max_size=4), st.sampled_from(["en", "ar", "ru", "und"]), st.text(max_size=20))
def test_any_sentences_are_read_and_the_last_is_never_wrong(texts: list[str], language: str, title: str) -> None:
    found = erring(texts, language, title)
    assert len(found) == len(texts)
    assert found[-1:] != [True]

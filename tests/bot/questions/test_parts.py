"""How a question that asks several things is taken apart, in every language that is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.parts import QuestionPart, parts_of
from bot.questions.words import known

TYPED = ["when", "and", "where", "who", "did", "it", "burn", "Lerk", ",", "?", "og", "hvem", "وأين", "متى", "كم"]


@pytest.mark.parametrize(
    ("language", "question", "texts"),
    [
        ("en", "When and where did the mill burn?", ["When did the mill burn?", "where did the mill burn?"]),
        ("en", "Who sold the quay and when is it to be rebuilt?", ["Who sold the quay?", "when is it to be rebuilt?"]),
        (
            "en",
            "How many sank, what did it cost, and who is to blame?",
            ["How many sank?", "what did it cost?", "who is to blame?"],
        ),
        ("nb", "Hvor og når brant mølla?", ["Hvor brant mølla?", "når brant mølla?"]),
        ("nb", "Hvem solgte kaia, og hva kostet den?", ["Hvem solgte kaia?", "hva kostet den?"]),
        ("da", "Hvem solgte kajen og hvornår åbner den?", ["Hvem solgte kajen?", "hvornår åbner den?"]),
        ("sv", "När och var brann kvarnen?", ["När brann kvarnen?", "var brann kvarnen?"]),
        ("de", "Wann und wo brannte die Mühle?", ["Wann brannte die Mühle?", "wo brannte die Mühle?"]),
        ("fr", "Qui a vendu le quai et combien a-t-il coûté ?", ["Qui a vendu le quai?", "combien a-t-il coûté?"]),
        ("es", "¿Cuándo y dónde ardió el molino?", ["¿Cuándo ardió el molino?", "dónde ardió el molino?"]),
        ("ru", "Кто продал причал и сколько он стоил?", ["Кто продал причал?", "сколько он стоил?"]),
        ("ar", "متى وأين احترقت الطاحونة؟", ["متى احترقت الطاحونة؟", "أين احترقت الطاحونة؟"]),
        ("ar", "من باع الرصيف وكم كلف؟", ["من باع الرصيف?", "كم كلف?"]),
        ("en", "Did the mill burn? Who put it out", ["Did the mill burn?", "Who put it out?"]),
        ("ar", "هل احترقت الطاحونة؟ من أطفأها؟", ["هل احترقت الطاحونة?", "من أطفأها?"]),
        ("es", "¿Ardió el molino? ¿Quién lo apagó?", ["Ardió el molino?", "Quién lo apagó?"]),
        ("el", "Κάηκε ο μύλος; Ποιος τον έσβησε;", ["Κάηκε ο μύλος?", "Ποιος τον έσβησε?"]),
        ("zh", "磨坊烧了吗？谁灭的火？", ["磨坊烧了吗?", "谁灭的火?"]),
    ],
)
def test_parts_are_questions_of_their_own(language: str, question: str, texts: list[str]) -> None:
    assert [part.text for part in parts_of(question, language)] == texts


def test_a_part_that_names_nothing_is_about_what_the_others_are() -> None:
    first, second = parts_of("How many boats sank in Lerk and what did it cost?", "en")
    assert first == QuestionPart("How many boats sank in Lerk?")
    assert second == QuestionPart("what did it cost?", "boats sank in Lerk", leans=True)
    _, longer = parts_of("How many boats sank in Lerk and when did the old quay collapse?", "en")
    assert longer.topic
    assert not longer.leans


def test_the_first_part_leans_where_it_is_hardly_more_than_a_verb() -> None:
    assert parts_of("Who won the cup and how much does the new roof cost?", "en")[0].leans
    assert not parts_of("What caused the fire and how much does the new roof cost?", "en")[0].leans


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Who sold the quay and the mill?"),
        ("en", "The quay and when it fell"),
        ("en", "Really? Who sold the quay?"),
        ("en", "Who sold the quay?? "),
        ("en", "Is it? Was it? When did the quay fall? Who sold it? For how much?"),
        ("en", "What happened when the quay fell?"),
        ("nb", "Hvem solgte kaia og mølla?"),
        ("ar", "كم قاربا جاء من ليرك ومن أوستبي؟"),
        ("ru", "Кто сказал, что причал и порт закрыты?"),
    ],
)
def test_what_asks_one_thing_is_left_whole(language: str, question: str) -> None:
    assert parts_of(question, language) == ()


@given(
    st.lists(st.sampled_from(TYPED) | st.text(max_size=6), max_size=10),
    st.sampled_from([*known("parts.toml"), "und"]),
)
def test_whatever_is_typed_is_read(words: list[str], language: str) -> None:
    parts = parts_of(" ".join(words), language)
    assert len(parts) in {0, 2, 3}
    assert all(part.text for part in parts)

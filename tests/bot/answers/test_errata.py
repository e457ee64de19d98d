"""What a correction repeats of the mistake is told from what it puts right, in whatever words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Question, Update
from bot.answers.errata import erring
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from tests.bot.answers.test_understanding import answering


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
            "Rectificatif : le pont",
            ["Nous avons indiqué par erreur que 40 bateaux y passent.", "Il en passe 14 par jour."],
            [True, False],
        ),
        ("ar", "تصحيح", ["ذكرنا أمس أن عدد القوارب 30 قاربا.", "العدد الصحيح هو 13 قاربا."], [True, False]),
        # Mistakes of others.
        ("fr", "Un vol", ["La police a arrêté par erreur 3 voisins.", "Elle en a libéré 2."], [False, False]),
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


def test_a_correction_leads_though_it_repeats_what_was_wrong(
    tmp_path: Path, embedder: Embedder, qa_model: QAModel
) -> None:
    first = "The new swimming hall in Lerk will open in April, the county said. It has room for 240 guests."
    later = (
        "On Monday we wrote that the swimming hall in Lerk would open in April and has room for 240 guests. "
        "The hall will open in June and has room for 420 guests."
    )
    written = {
        "hall1.md": ("2024-04-02", "Lerkposten", "en", first),
        "hall2.md": ("2024-04-05", "Lerkposten", "en", f"# Correction: the swimming hall in Lerk\n\n{later}"),
    }
    with answering(tmp_path, written, embedder, qa_model) as answerer:
        answer = answerer.answer(Question("How many guests does the swimming hall in Lerk have room for?"))
    assert "420" in answer.statements[0].text
    assert answer.updates == (Update((1,), (2,)),)
    assert answer.citations[1].source == "hall1.md"
    assert not answer.statements[1].highlights
    assert not answer.citations[1].highlights

"""Questions over translated news: what a draw asks, what answers it, and what the loss makes of several right words."""

import json
from collections.abc import Mapping
from random import Random

import numpy as np
import pytest
import torch

from ingest.models.pairs import Pair
from tests.training.draws import Draw
from tests.training.news import (
    QUESTIONS,
    NewsDraws,
    NewsQuestion,
    Stretch,
    read_invented,
    read_questions,
    read_translations,
)
from tests.training.support import read_pairs
from tests.training.train import answers, loss_of

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "en": ("Bridge closed", "It opened in {0}.", "The river rose {1} centimetres.", "Nobody was hurt, Holm said."),
    "nb": ("Broen stengt", "Den åpnet i {0}.", "Elva steg {1} centimeter.", "Ingen ble skadd, sa Holm."),
    "zh": ("大桥关闭", "大桥于{0}年开通。", "河水上涨{1}厘米。", "霍尔姆说，无人受伤。"),
}
ASKED = NewsQuestion("a1", "number", {"en": "How far did the water come up?", "nb": "Hvor høyt?"}, ("s12",), "{1}", "")
UNTOLD = NewsQuestion("a0", "untold", {"en": "What did the bridge cost?"}, (), "", "s02")


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Stretch]]]:
    root = tmp_path_factory.mktemp("ntrex")
    for code, texts in SENTENCES.items():
        folder = root / f"ntrex-{code}"
        folder.mkdir()
        rows = []
        for article in range(3):
            for place in range(13):
                text = texts[place if place < 4 else 1].format(1990 + article + place, 700 + article + place)
                rows.append({"id": f"s{article}{place}", "doc": f"a{article}", "text": text})
        (folder / "sentences.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return read_translations(root)


def test_stretches_hold_every_sentence_but_the_headline_once(
    translations: Mapping[str, Mapping[str, list[Stretch]]],
) -> None:
    for code, articles in translations.items():
        for article, stretches in articles.items():
            names = [name for stretch in stretches for name in stretch.places]
            assert names == [f"s{article[1:]}{place}" for place in range(1, 13)]
            assert {stretch.title for stretch in stretches} == {SENTENCES[code][0]}
            for stretch in stretches:
                assert all(stretch.text[s:e][-1] in ".。" for s, e in stretch.places.values())


def test_a_draw_asks_any_translation_and_the_wrong_passage_lacks_the_answer(
    translations: Mapping[str, Mapping[str, list[Stretch]]],
) -> None:
    question = NewsQuestion(ASKED.article, ASKED.kind, ASKED.texts, ASKED.answers, "rose 703", "")
    drawn = [draw for seed in range(80) if (draw := NewsDraws([question], translations)(Random(seed)))]
    assert {draw.question for draw in drawn} == set(ASKED.texts.values())
    assert all("703" in draw.text and "703" not in draw.wrong_text for draw in drawn)
    exact = {draw.text[draw.start : draw.end] for draw in drawn if draw.end}
    sentences = {draw.text[s:e] for draw in drawn for s, e in draw.within}
    assert exact == {"rose 703"}
    assert sentences == {"Elva steg 703 centimeter.", "河水上涨703厘米。"}


def test_what_no_sentence_answers_has_no_target(translations: Mapping[str, Mapping[str, list[Stretch]]]) -> None:
    drawn = [draw for seed in range(40) if (draw := NewsDraws([UNTOLD, ASKED], translations)(Random(seed)))]
    untold = [draw for draw in drawn if draw.question in UNTOLD.texts.values()]
    assert untold
    for draw in untold:
        assert (draw.start, draw.end, draw.within) == (0, 0, ())
        assert "702" in draw.text or "厘米" in draw.text


def test_the_words_that_answer_stand_in_their_sentence() -> None:
    """The articles are not here; the questions at least are whole, and every part has some."""
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    assert all(bool(row.get("sentence")) == bool(row.get("answer")) != bool(row.get("near")) for row in rows)
    assert len({(row["doc"], *row["q"].values()) for row in rows}) == len(rows)
    parts = [read_questions(part) for part in ("train", "dev", "report")]
    assert sum(map(len, parts)) == len(rows)
    assert all(len(part) > 50 for part in parts)
    assert not {each.article for each in parts[0]} & {each.article for part in parts[1:] for each in part}


def test_any_word_of_a_sentence_may_answer_where_its_exact_words_are_unknown() -> None:
    offsets = np.array([(0, 0), (0, 2), (3, 5), (6, 8), (9, 11)])
    row = Pair(np.arange(5), np.array([False, True, True, True, True]), offsets, np.ones(5, np.int64))

    def told(start: int, end: int, *within: tuple[int, int]) -> list[list[int]]:
        found: list[list[int]] = (
            answers(row, Draw("?", "", "aa bb cc dd", start, end, "", "", within)).astype(int).tolist()
        )
        return found

    assert told(3, 8) == [[0, 0], [0, 0], [1, 0], [0, 1], [0, 0]]
    assert told(0, 0, (3, 8)) == [[0, 0], [0, 0], [1, 1], [1, 1], [0, 0]]
    assert told(0, 0) == [[1, 1], [0, 0], [0, 0], [0, 0], [0, 0]]


def test_the_loss_falls_as_right_words_gain_whichever_they_are() -> None:
    inside = torch.ones(2, 4, dtype=torch.bool)
    targets = torch.zeros(2, 4, 2, dtype=torch.bool)
    targets[0, 1:3] = targets[1, 0] = True

    def loss(*likely: int) -> float:
        spans = torch.zeros(2, 4, 2)
        spans[0, list(likely)] = spans[1, 0] = 8.0
        return float(loss_of(spans, torch.zeros(2), inside, targets))

    assert loss(1) == pytest.approx(loss(2), abs=1e-4)
    assert loss(1) < loss(3)
    assert loss(1) < loss(0)
    targets[0], targets[0, 0] = False, True
    assert loss(0) < loss(1)  # Where nothing answers, only "none" is right, and passages are not compared.


def test_statements_are_balanced_and_of_every_part() -> None:
    for part in ("train", "dev", "report"):
        pairs = read_pairs(part)
        assert len(pairs) > 100
        assert 0.4 < sum(pair.true for pair in pairs) / len(pairs) < 0.6
        assert all(pair.quotes and pair.statement for pair in pairs)


def test_invented_questions_name_sentences_of_their_articles() -> None:
    parts = [read_invented(part) for part in ("train", "dev", "report")]
    found = parts[0][1]
    places = {name for each in found.values() for article in each.values() for it in article for name in it.places}
    for questions, _ in parts:
        assert len(questions) > 30
        for question in questions:
            assert {*question.answers, question.near} - {""} <= places
    pairs = [{question.article.rstrip("ab") for question in questions} for questions, _ in parts]
    assert not pairs[0] & pairs[1]
    assert not pairs[0] & pairs[2]

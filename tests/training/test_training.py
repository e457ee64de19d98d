"""Training on sets of a few lines: draws repeat, parts keep apart, and a run that was interrupted goes on as it was."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.training import train
from tests.training.draws import (
    LONG_WEIGHT,
    AcrossDraws,
    Draw,
    RewordedDraws,
    SetDraws,
    StatementDraws,
    as_asked,
    draws,
    weight_of,
)
from tests.training.sets import (
    Asked,
    Chunk,
    QuestionSet,
    chunks,
    part_of,
    read_reworded,
    read_set,
    read_xquad,
    xquad_part,
)

TEXT = (
    "The bridge over the Lerk opened on 4 May. It cost {cost} crowns. Mayor Holm cut the ribbon in the rain. "
    "A band from {town} played until the evening, and hundreds of people crossed the river on foot for the first time. "
)


@pytest.fixture(scope="module")
def qa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("qa")
    for name in train.SETS:
        (root / name).mkdir()
        passages, questions = [], []
        for i in range(60):
            text = TEXT.format(cost=1000 + 7 * i, town=f"Town{i}") * 3
            passages.append({"id": f"p{i}", "lang": "en", "title": f"Article {i}", "text": text})
            answer = f"{1000 + 7 * i}"
            questions.append(
                {
                    "id": f"q{i}",
                    "lang": "en",
                    "text": f"What did bridge {i} cost?",
                    "passage": f"p{i}",
                    "answer": answer,
                    "start": text.index(answer),
                }
            )
        _write(root / name / "passages.jsonl", passages)
        _write(root / name / "questions.jsonl", questions)
    return root


@pytest.fixture(scope="module")
def xquad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("xquad")
    for code, cost in (("en", "It cost {} crowns."), ("ar", "بلغت التكلفة {} كرونة."), ("de", "Sie kostete {} Kronen."),
                       ("ru", "Он стоил {} крон."), ("es", "Costó {} coronas.")):  # fmt: skip
        folder = root / f"xquad-{code}"
        folder.mkdir()
        texts = [f"{cost.format(100 + i)} – {code} {i}" for i in range(240)]
        _write(folder / "corpus.jsonl", [{"id": f"xq-p{i:03d}", "text": text} for i, text in enumerate(texts)])
        _write(folder / "queries.jsonl", [{"id": f"q{i}", "text": f"{code} {i}?"} for i in range(240)])
        answers = [
            {"id": f"q{i}", "doc": f"xq-p{i:03d}", "answers": [{"text": f"{100 + i}", "start": t.index(f"{100 + i}")}]}
            for i, t in enumerate(texts)
        ]
        _write(folder / "answers.jsonl", answers)
    return root


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_an_article_is_of_one_part(qa: Path) -> None:
    parts = {part: read_set(qa / "arcd-ar", part, 4) for part in ("train", "dev", "report")}
    articles = {part: {chunk.article for chunk in found.chunks} for part, found in parts.items()}
    assert sum(len(each) for each in articles.values()) == 60 == len(set.union(*articles.values()))
    assert all(articles.values())
    for found in parts.values():
        assert all(asked.chunk.text[asked.start : asked.end].isdigit() for asked in found.asked)


def test_odd_articles_of_xquad_only_report() -> None:
    assert {xquad_part(article) for article in range(1, 48, 2)} == {"report"}
    assert "report" not in {xquad_part(article) for article in range(0, 48, 2)}
    assert part_of("same", 10) == part_of("same", 10)


def test_draws_repeat_and_wrong_passages_lack_the_answer(qa: Path, xquad: Path) -> None:
    sources: list[tuple[float, Callable[[Random], Draw | None]]] = [
        (0.5, SetDraws(read_set(qa / "afriqa", "train", 10))),
        (0.5, AcrossDraws(read_xquad(xquad, "train"), 0.25)),
    ]
    first, again, other = (draws(sources, seed, 3, 40) for seed in (7, 7, 8))
    assert first == again != other
    for draw in first:
        answer = draw.text[draw.start : draw.end]
        assert answer.isdigit()
        assert answer not in draw.wrong_text


def test_a_question_may_be_in_another_language_than_its_passage(xquad: Path) -> None:
    drawing, random = AcrossDraws(read_xquad(xquad, "train"), 0.0), Random(1)
    found = [draw for _ in range(30) if (draw := drawing(random))]
    assert any(draw.question[:2] not in draw.text for draw in found)


def test_a_question_is_asked_in_other_words_of_the_same_passage(qa: Path) -> None:
    questions = read_set(qa / "arcd-ar", "train", 10)
    known = questions.asked[0]
    wordings = {known.id: ("Was kostete die Brücke?", "Hva kostet brua?"), "unknown": ("Why?",)}
    drawn = [draw for n in range(20) if (draw := RewordedDraws([questions], wordings)(Random(n)))]
    assert {draw.question for draw in drawn} == set(wordings[known.id])
    assert {draw.text[draw.start : draw.end] for draw in drawn} == {known.chunk.text[known.start : known.end]}
    assert RewordedDraws([questions], {})(Random(1)) is None


def test_reworded_questions_are_of_the_sets_that_train() -> None:
    reworded = read_reworded()
    sets = {name.rpartition("-")[0] for name in reworded}
    assert sets == set(train.REWORDED)
    assert all(len(wordings) == 2 and all(wording.strip() for wording in wordings) for wordings in reworded.values())


def test_a_statement_is_answered_by_the_sentence_that_says_it_elsewhere() -> None:
    texts = {
        "en": "The whole bridge cost {0} crowns. It opened on a Monday with {1} guests.",
        "de": "Die ganze Brücke kostete {0} Kronen. An einem Montag wurde sie mit {1} Gästen eröffnet.",
        "es": "El puente entero costó {0} coronas. Se abrió un lunes con {1} invitados.",
    }
    languages = {}
    for code, text in texts.items():
        found = QuestionSet(code)
        for number in range(8):
            filled = text.format(1000 + number, 2000 + number)
            found.chunks += [chunk for _, chunk in chunks(filled, code, f"article {number // 4}", "")]
        languages[code] = found
    drawing, random = StatementDraws(languages), Random(3)
    drawn = [draw for _ in range(200) if (draw := drawing(random))]
    told = [(draw, re.findall(r"\d{4}", draw.question)) for draw in drawn]
    assert {len(numbers) for _, numbers in told} == {0, 1}  # A few words of a sentence may be without its number.
    for draw, numbers in told:
        assert all(number in draw.text[draw.start : draw.end] for number in numbers)
        assert not any(number in draw.wrong_text for number in numbers)


def test_sentences_are_asked_in_three_ways() -> None:
    sentence = "The mayor of Vardø opened the new bridge on Monday."
    asked = {as_asked(sentence, "en", Random(seed)) for seed in range(40)}
    assert f"Is it true that {sentence[:-1]}?" in asked
    assert f"{sentence[:-1]}?" in asked
    few = [each for each in asked if "?" not in each]
    assert few
    for each in few:
        assert 3 <= len(each.split()) <= 6
        assert set(each.split()) <= set(sentence[:-1].split())


def test_clauses_are_drawn_oftener_than_names() -> None:
    chunk = Chunk("a", "", "Because the river had risen over the road. Holm said so.", (), "en")
    assert weight_of(Asked("1", "Why?", "en", chunk, 0, 41)) == LONG_WEIGHT > 1
    assert weight_of(Asked("2", "Who?", "en", chunk, 43, 47)) == 1


def test_the_learning_rate_rises_stays_and_falls() -> None:
    course = train.Course(steps=1000, highest=2e-4, cool_down=0.5)
    assert course.rate(0) < course.rate(train.WARM_UP) == course.rate(500) == 2e-4
    assert course.rate(750) == pytest.approx(1e-4)
    assert course.rate(999) < 1e-6


@pytest.mark.slow
def test_an_interrupted_run_goes_on_as_it_was(
    qa: Path, xquad: Path, tmp_path: Path, shared_data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from safetensors.torch import load_file

    from ingest.models.packaged.model import packaged_model

    packaged_model(shared_data_dir / "models")
    monkeypatch.setattr(train, "STEPS_PER_BLOCK", 1)
    monkeypatch.setattr(train, "PER_STEP", 2)
    monkeypatch.setattr("tests.training.measuring.PER_KIND", 2)
    for name in ("whole", "parted", "further"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "models").symlink_to(shared_data_dir / "models")
    train.Run(qa, xquad, tmp_path / "whole", 7).go(train.Course(3))
    monkeypatch.setattr(train, "SAVED_EVERY", 2)
    with pytest.raises(KeyboardInterrupt):
        train.Run(qa, xquad, tmp_path / "parted", 7, before_step=_interrupt_at(2)).go(train.Course(3))
    train.Run(qa, xquad, tmp_path / "parted", 7).go(train.Course(3))
    train.Run(qa, xquad, tmp_path / "further", 8, adapter=tmp_path / "whole" / "step-3.safetensors").go(
        train.Course(1, highest=0.0)
    )
    further = load_file(tmp_path / "further" / "step-1.safetensors")
    whole, parted = (load_file(tmp_path / name / "step-3.safetensors") for name in ("whole", "parted"))
    assert whole.keys() == parted.keys()
    assert all(torch.allclose(whole[name], parted[name], atol=1e-6) for name in whole)
    assert all(torch.equal(whole[name], further[name]) for name in whole)


def _interrupt_at(step: int) -> train.BeforeStep:
    def look(now: int) -> None:
        if now == step:
            raise KeyboardInterrupt

    return look

"""Training on sets of a few lines: draws repeat, parts keep apart, and a run that was interrupted goes on as it was."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.training import train
from tests.training.draws import AcrossDraws, Draw, SetDraws, draws
from tests.training.sets import part_of, read_set, read_xquad, xquad_part

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


@pytest.mark.slow
def test_an_interrupted_run_goes_on_as_it_was(
    qa: Path, xquad: Path, tmp_path: Path, shared_data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from safetensors.torch import load_file

    from ingest.packaged_model import packaged_model

    packaged_model(shared_data_dir / "models")
    monkeypatch.setattr(train, "STEPS_PER_BLOCK", 1)
    monkeypatch.setattr(train, "PER_STEP", 2)
    monkeypatch.setattr("tests.training.measuring.PER_KIND", 2)
    for name in ("whole", "parted"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "models").symlink_to(shared_data_dir / "models")
    train.Run(qa, xquad, tmp_path / "whole", 7).go(3, 100)
    monkeypatch.setattr(train, "SAVED_EVERY", 2)
    with pytest.raises(KeyboardInterrupt):
        train.Run(qa, xquad, tmp_path / "parted", 7, before_step=_interrupt_at(2)).go(3, 100)
    train.Run(qa, xquad, tmp_path / "parted", 7).go(3, 100)
    whole, parted = (load_file(tmp_path / name / "step-3.safetensors") for name in ("whole", "parted"))
    assert whole.keys() == parted.keys()
    assert all(torch.allclose(whole[name], parted[name], atol=1e-6) for name in whole)


def _interrupt_at(step: int) -> train.BeforeStep:
    def look(now: int) -> None:
        if now == step:
            raise KeyboardInterrupt

    return look

"""The newsroom questions are what they say: their words stand in the named articles, and the halves are alike."""

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.answers.answer import Answer
from bot.quotes.citation import Citation, Statement
from ingest.models.embedding import Embedder
from tests.evaluation import asking, eval_newsroom
from tests.evaluation.eval_newsroom import SEEDS
from tests.evaluation.newsroom_questions import ARTICLES, HALVES, NewsroomQuestion, read
from tests.evaluation.verdicts import Verdict, holds, judge_known, judge_unknown

QUESTIONS = read()
ANSWERABLE = [each for each in QUESTIONS if not each.expected.declined]


def text_of(source: str) -> str:
    (path,) = [folder / source for folder in (SEEDS, ARTICLES) if (folder / source).exists()]
    return path.read_text("utf-8")


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda each: each.expected.question)
def test_expected_words_stand_in_the_named_articles(question: NewsroomQuestion) -> None:
    texts = [text_of(source) for source in question.expected.sources]
    assert question.expected.words
    assert texts
    assert all(any(holds(text, [word]) for text in texts) for word in question.expected.words)
    assert all(holds(text, question.expected.words) for text in texts)


def test_words_of_a_correction_stand_in_the_named_articles() -> None:
    for question in (each for each in QUESTIONS if each.correction):
        assert question.expected.declined
        texts = [text_of(source) for source in question.corrected_by]
        assert all(any(holds(text, [word]) for text in texts) for word in question.correction), question


def test_there_are_enough_of_every_kind_and_language() -> None:
    kinds, languages = Counter(each.kind for each in QUESTIONS), Counter(each.language for each in QUESTIONS)
    assert len(kinds) == 11
    assert min(kinds.values()) >= 12
    assert set(languages) == {"ar", "de", "en", "es", "fr", "nb", "ru", "sv"}
    assert min(languages.values()) >= 12
    unanswerable = [each for each in QUESTIONS if each.expected.declined]
    assert sum(each.hard for each in unanswerable) >= len(unanswerable) / 2


def test_the_halves_are_alike() -> None:
    one, other = (Counter((each.kind, each.language, each.hard) for each in read(half=half)) for half in HALVES)
    assert one == other
    assert one.total() + other.total() == len(QUESTIONS)


def test_no_fact_is_asked_for_in_both_halves() -> None:
    words = [{word for each in ANSWERABLE if each.half == half for word in each.expected.words} for half in HALVES]
    corrections = [{word for each in QUESTIONS if each.half == half for word in each.correction} for half in HALVES]
    assert not words[0] & words[1]
    assert not corrections[0] & (words[1] | corrections[1])
    assert not corrections[1] & words[0]


def test_articles_are_as_long_as_articles_are() -> None:
    lengths = [len(path.read_text("utf-8")) for path in ARTICLES.iterdir()]
    assert len(lengths) >= 25
    assert all(1_200 <= length <= 3_000 for length in lengths)


def answer(*said: tuple[str, str, str]) -> Answer:
    """An answer of statements, each with its quote and source."""
    citations = tuple(
        Citation(
            number=number,
            source=source,
            content_hash="",
            start=0,
            end=len(quote),
            first_line=1,
            last_line=1,
            quote=quote,
            language="en",
            title="",
        )
        for number, (_, quote, source) in enumerate(said, 1)
    )
    statements = tuple(Statement(text, (number,)) for number, (text, _, _) in enumerate(said, 1))
    return Answer("?", "en", statements, citations, (), abstained=not said)


RIGHT, BESIDE = ("It holds 120.", "120 cars", "a.md"), ("It is new.", "new", "a.md")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ((RIGHT, BESIDE), Verdict.RIGHT_FIRST),
        ((BESIDE, RIGHT), Verdict.RIGHT_LATER),
        ((BESIDE,), Verdict.WRONG),
        ((("So many.", "There are 120 cars", "a.md"),), Verdict.RIGHT_FIRST),
        ((("It holds 120.", "120 cars", "b.md"),), Verdict.WRONG),
        ((), Verdict.WRONGLY_DECLINED),
    ],
)
def test_verdict_on_what_is_known(said: tuple[tuple[str, str, str], ...], verdict: Verdict) -> None:
    assert judge_known(answer(*said), ["120", "a hundred and twenty"], {"a.md"}) is verdict


@pytest.mark.parametrize(
    ("said", "verdict"),
    [((), Verdict.RIGHTLY_DECLINED), ((RIGHT,), Verdict.CORRECTED), ((BESIDE, RIGHT), Verdict.ANSWERED)],
)
def test_verdict_on_what_is_not_known(said: tuple[tuple[str, str, str], ...], verdict: Verdict) -> None:
    assert judge_unknown(answer(*said), ["120"], {"a.md"}) is verdict


def test_without_a_correction_only_declining_is_right() -> None:
    assert judge_unknown(answer(RIGHT), [], set()) is Verdict.ANSWERED


ASKED = """
{"question": "When did the bridge over the Lerk open?", "source": "bridge.txt", "words": "4 May", "kind": "when",
 "language": "en", "half": "choosing"}
{"question": "كم متجرًا يضم السوق؟", "source": "market.txt", "words": ["85 متجرًا"], "half": "reporting"}
{"question": "Which planet has the most moons?", "words": null, "half": "choosing"}
"""


def test_any_articles_and_questions_can_be_asked(
    tmp_path: Path,
    corpus: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(asking, "load_embedder", lambda *_: embedder)
    file, out = tmp_path / "questions.jsonl", tmp_path / "out"
    file.write_text(ASKED.replace(",\n ", ", "), "utf-8")
    given = ["--articles", corpus, "--questions", file, "--half", "choosing", "--show", "--out", out]
    monkeypatch.setattr(sys, "argv", ["eval_newsroom", *map(str, given)])
    eval_newsroom.main()
    printed = capsys.readouterr().out
    assert "[when, en]" in printed
    assert "right first" in printed
    rows = [json.loads(line) for line in (out / "newsroom.jsonl").read_text("utf-8").splitlines()]
    assert [row["verdict"] for row in rows] == ["right first", "rightly declined"]
    assert [row["across"] for row in rows] == [False, False]
    assert "sentences per answer" in (out / "newsroom.md").read_text("utf-8")


def test_articles_of_one_name_are_refused(tmp_path: Path, corpus: Path) -> None:
    with pytest.raises(SystemExit, match="name of another article"), asking.merged([corpus, corpus]):
        pass
    with pytest.raises(SystemExit, match="not a folder"), asking.merged([tmp_path / "none"]):
        pass

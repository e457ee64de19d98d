"""Sets of questions with gold answers: read in both forms, asked through the real answerer, judged."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.answer import Answer, NearestPassage, Voice
from bot.quotes.citation import Citation, Statement
from ingest.models.embedding import Embedder
from tests.evaluation import asking, eval_reading
from tests.evaluation.eval_reading import judge, word_f1
from tests.evaluation.reading_sets import Gold, ReadingQuestion, ReadingSet, chosen, find_set, write

PASSAGES: list[dict[str, str | None]] = [
    {"id": "b-0", "lang": "en", "title": "The bridge", "text": "The bridge\nThe bridge over the Lerk opened on 4 May."},
    {"id": "m-0", "lang": "ar", "title": "سوق السمك", "text": "افتُتح سوق السمك الجديد يوم الأحد، ويضم 85 متجرًا."},
    {"id": "m-1", "lang": "ar", "title": "سوق السمك", "text": "وتأتي الأسماك كل صباح من قوارب الميناء القريب."},
    {"id": "s-0", "lang": "nb", "title": None, "text": "Skolen på Lyngsund får nytt tak for 3,4 millioner kroner."},
]
QUESTIONS: list[dict[str, str | list[str]]] = [
    {
        "id": "q0",
        "lang": "en",
        "text": " When did the bridge over the Lerk open? ",
        "passage": "b-0",
        "answer": "4 May",
    },
    {"id": "q1", "lang": "ar", "text": "كم متجرًا يضم سوق السمك؟", "passage": "m-0", "answer": ["85 متجرًا", "85"]},
    {
        "id": "q2",
        "lang": "nb",
        "text": "Hva koster taket på skolen?",
        "passage": "s-0",
        "answer": "3,4 millioner kroner",
    },
]


def lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """A folder with one set."""
    lines(tmp_path / "sets" / "towns" / "passages.jsonl", PASSAGES)
    lines(tmp_path / "sets" / "towns" / "questions.jsonl", QUESTIONS)
    return tmp_path / "sets"


def test_passages_become_articles_with_their_titles(sets: Path, tmp_path: Path) -> None:
    given = find_set("towns", sets, tmp_path)
    assert given.articles["b-0.txt"].startswith("The bridge\nThe bridge over"), "the text has its title already"
    assert given.articles["m-0.md"].startswith('---\ntitle: "سوق السمك"\n---\n\nافتُتح')
    assert given.articles["s-0.txt"].startswith("Skolen")
    assert given.questions[0].text == "When did the bridge over the Lerk open?"
    assert given.questions[1].gold.whole == {"m-0.md", "m-1.md"}, "passages of one page are taken out together"
    assert given.questions[2].gold == Gold(("3,4 millioner kroner",), "s-0.txt", None, frozenset({"s-0.txt"}))


def test_xquad_is_asked_about_odd_articles_only(tmp_path: Path) -> None:
    for language, word in (("en", "The colour is red"), ("ar", "اللون أحمر")):
        folder = tmp_path / f"xquad-{language}"
        ids = [f"xq-p{number:03}" for number in range(12)]
        lines(folder / "corpus.jsonl", [{"id": id_, "text": f"{word}\n{id_}."} for id_ in ids])
        lines(folder / "queries.jsonl", [{"id": f"q{id_}", "text": f"Which? {id_}"} for id_ in ids])
        gold = [{"id": f"q{id_}", "doc": id_, "answers": [{"text": f"{word} {id_}"}]} for id_ in ids]
        lines(folder / "answers.jsonl", gold)
    given = find_set("xquad-en-ar", tmp_path, tmp_path)
    assert set(given.articles) == {"ar/000.txt", "ar/001.txt", "ar/002.txt"}
    assert given.articles["ar/001.txt"].splitlines()[1] == "اللون أحمر xq-p006."
    assert [each.text for each in given.questions] == [f"Which? xq-p{number:03}" for number in range(5, 10)]
    assert [each.gold.line for each in given.questions] == [1, 2, 3, 4, 5]
    assert given.questions[0].gold.answers == ("اللون أحمر xq-p005",)


def question(number: int) -> ReadingQuestion:
    return ReadingQuestion(f"q{number}", "?", "en", Gold(("4 May",), "b.txt", None, frozenset({"b.txt"})))


def test_questions_are_chosen_by_id_step_and_number() -> None:
    given = ReadingSet("s", {}, tuple(question(number) for number in range(100)))
    ids = [each.id for each in chosen(given, None, 10, 0).questions]
    assert ids == [f"q{number}" for number in range(0, 100, 10)]
    assert [each.id for each in chosen(given, None, 1, 4).questions] == ["q0", "q25", "q50", "q75"]
    assert [each.id for each in chosen(given, frozenset({"q7", "q9"}), 1, 200).questions] == ["q7", "q9"]


def test_articles_are_written_once_and_others_removed(tmp_path: Path) -> None:
    write(ReadingSet("s", {"a.txt": "One.", "en/b.txt": "Two."}, ()), tmp_path)
    before = (tmp_path / "a.txt").stat().st_mtime_ns
    write(ReadingSet("s", {"a.txt": "One."}, ()), tmp_path)
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["a.txt"]
    assert (tmp_path / "a.txt").stat().st_mtime_ns == before


def cited(number: int, quote: str, source: str = "b.txt") -> Citation:
    return Citation(
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


def answer(*citations: Citation) -> Answer:
    statements = tuple(Statement(each.quote, (each.number,)) for each in citations)
    near = NearestPassage(source="b.txt", first_line=1, last_line=1, quote="", score=1.0, language="en", title="")
    return Answer("?", "en", statements, citations, (near,), abstained=not citations, confidence=0.7)


def test_first_any_and_declined() -> None:
    right, beside = cited(1, "It opened on 4 May."), cited(1, "It is long.")
    first = judge(question(0), answer(right, replace(beside, number=2)))
    assert (first.first, first.first_cited, first.any, first.read, first.sentences) == (True, True, True, True, 2)
    later = judge(question(0), answer(beside, replace(right, number=2)))
    assert (later.first, later.any) == (False, True)
    elsewhere = judge(question(0), answer(cited(1, "It opened on 4 May.", "c.txt")))
    assert (elsewhere.first, elsewhere.first_cited) == (True, False)
    declined = judge(question(0), answer())
    assert (declined.declined, declined.first, declined.sure, declined.f1) == (True, False, False, None)


def test_highlighted_words_are_measured_against_the_gold_answer() -> None:
    quote = "It opened on 4 May."
    marked = judge(question(0), answer(replace(cited(1, quote), highlights=((10, 18),))))
    assert marked.highlighted == "on 4 May"
    assert marked.f1 == pytest.approx(0.8)
    given = answer(cited(1, quote))
    statement = replace(given.statements[0], highlights=((13, 18),))
    assert judge(question(0), replace(given, statements=(statement,))).f1 == 1.0
    assert judge(question(0), given).f1 is None


def test_an_unsure_answer_is_not_said_plainly() -> None:
    assert not judge(question(0), replace(answer(cited(1, "4 May.")), voice=Voice.UNSURE)).sure


@pytest.mark.parametrize(
    ("said", "gold", "f1"),
    [
        ("the 4th of May", "4 May", 1 / 3),
        ("٤ مايو", "4 مايو", 1.0),
        ("第一次世界大戦", "世界大戦", 8 / 11),
        ("no", "yes", 0.0),
    ],
)
def test_word_f1(said: str, gold: str, f1: float) -> None:
    assert word_f1(said, gold) == pytest.approx(f1)


def test_a_set_is_ingested_asked_and_asked_without_its_article(
    sets: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(asking, "load_embedder", lambda *_: embedder)
    out = tmp_path / "out"
    given = ["towns", "nowhere", "--reading", sets, "--out", out, "--without", "--show", "--set", "CAUTION=low"]
    monkeypatch.setattr(sys, "argv", ["eval_reading", *map(str, given)])
    eval_reading.main()
    printed = capsys.readouterr().out
    assert "towns: first sentence holds the answer in 1.000 of 3" in printed
    assert "Skipped: " in printed
    rows = [json.loads(line) for line in (out / "reading" / "towns.jsonl").read_text("utf-8").splitlines()]
    assert [row["first"] for row in rows if row["article"] == "there"] == [True] * 3
    assert not any(row["read"] or row["first"] for row in rows if row["article"] == "taken out")
    assert "The article taken out" in (out / "reading.md").read_text("utf-8")

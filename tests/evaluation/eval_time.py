"""Time, conditions and corrections: twice thirty questions over dated articles, constructed updates, and false alarms.

    python -m tests.evaluation.eval_time [--only questions|updates|alarms] [--data DIR] [--every N]

The questions (`dated_questions.jsonl` and `dated_questions_2.jsonl`, six languages each) and their articles were
written for this and chose nothing; the second set was written after lists, comparisons and parts were built, and is
asked with the QA model, as by default. An answer counts as right if it holds expected words, cites an expected source
(all of them for a summary), and nothing that breaks the condition; `first` must stand before any older value. Updates
are pairs of short articles of two days in four languages, one value changed, told in three manners. Alarms are
counted on XQuAD's odd questions, its articles given days at random, where nothing updates anything.
"""

import argparse
import contextlib
import json
import random
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.answers.answer import Answer, Question
from bot.answers.answerer import ArticleAnswerer
from ingest.index.index import Index
from ingest.models.embedding import Embedder, load_embedder
from ingest.models.qa_model import QAModel, load_qa_model
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from ingest.text.terms import normalise
from tests.evaluation.sets import PARAGRAPHS, xquad

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "eval"
TODAY = date(2025, 3, 14)

Row = Mapping[str, Any]


@contextlib.contextmanager
def asking(
    articles: Mapping[str, Row], embedder: Embedder, qa_model: QAModel | None = None
) -> Iterator[ArticleAnswerer]:
    """Ask articles, each with `text` and whatever its front matter states."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name) / "articles"
        folder.mkdir()
        for source, row in articles.items():
            stated = "".join(f"{key}: {value}\n" for key, value in row.items() if key != "text")
            (folder / f"{source}.md").write_text(f"---\n{stated}---\n\n{row['text']}\n", "utf-8")
        settings = CorpusSettings(articles_dir=folder, data_dir=Path(name) / "data")
        ingest(settings, lambda: embedder)
        with contextlib.closing(Index(settings)) as index:
            yield ArticleAnswerer(index, embedder, qa_model=qa_model, today=lambda: TODAY)


def breaks(answer: Answer, row: Row) -> bool:
    """Tell whether a citation is not as the question wants it."""
    since, before = (date.fromisoformat(row[key]) if key in row else None for key in ("since", "before"))
    for citation in answer.citations:
        day = citation.published
        if (since and (day is None or day < since)) or (before and day and day >= before):
            return True
        if row.get("outlet") not in {None, citation.outlet}:
            return True
    return False


def is_right(answer: Answer, row: Row) -> bool:
    """Tell whether an answer is what the row expects."""
    if answer.abstained or breaks(answer, row):
        return False
    said = normalise(" ".join([*(it.text for it in answer.statements), *(it.quote for it in answer.citations)]))
    cited, wanted = {it.source.removesuffix(".md") for it in answer.citations}, set(row.get("source", ()))
    if wanted and not (wanted <= cited if row.get("all") else wanted & cited):
        return False
    if "first" in row:
        return any(normalise(it) in normalise(answer.statements[0].text) for it in row["first"])
    return any(normalise(it) in said for it in row["words"])


def questions(embedder: Embedder, which: str, qa_model: QAModel | None = None) -> None:
    """Ask a set of thirty, whose files end in `which`."""
    articles = tomllib.loads((HERE / f"dated_articles{which}.toml").read_text("utf-8"))
    rows = [json.loads(line) for line in (HERE / f"dated_questions{which}.jsonl").read_text("utf-8").splitlines()]
    with asking(articles, embedder, qa_model) as answerer:
        asked = [(row, answerer.answer(Question(row["question"]))) for row in rows]
    for row, answer in asked:
        if not is_right(answer, row):
            told = " | ".join(it.text for it in answer.statements) or "declined"
            print(f"  wrong, {row['kind']}: {row['question']}: {told}")
    right = sum(is_right(answer, row) for row, answer in asked)
    print(
        f"questions{which}: {right} of {len(rows)} right, {sum(breaks(a, r) for r, a in asked)} break a condition",
        flush=True,
    )


UPDATES: Mapping[str, tuple[Sequence[str], str, str, Mapping[str, str]]] = {
    "en": (
        ("Tarn", "Ostby", "Velling", "Graun", "Kesk", "Lomar"),
        "The storm in {place} damaged {old} houses, the fire service said.",
        "How many houses did the storm in {place} damage?",
        {
            "not": "The storm in {place} damaged {new} houses, not {old} as first said, the fire service reports.",
            "from": "The number of houses damaged by the storm in {place} has been raised from {old} to {new}.",
            "plain": "The storm in {place} damaged {new} houses, the fire service said on Friday.",
        },
    ),
    "nb": (
        ("Tarnvik", "Ostby", "Velling", "Graunes", "Keskvik", "Lomardal"),
        "Uværet i {place} skadet {old} hus, opplyser brannvesenet.",
        "Hvor mange hus skadet uværet i {place}?",
        {
            "not": "Uværet i {place} skadet {new} hus, ikke {old}, som brannvesenet først opplyste.",
            "from": "Tallet på hus som uværet i {place} skadet, er økt fra {old} til {new}.",
            "plain": "Uværet i {place} skadet {new} hus, opplyser brannvesenet fredag.",
        },
    ),
    "de": (
        ("Tarnau", "Ostbach", "Velling", "Graunheim", "Keskau", "Lomar"),
        "Das Unwetter in {place} beschädigte {old} Häuser, teilte die Feuerwehr mit.",
        "Wie viele Häuser beschädigte das Unwetter in {place}?",
        {
            "not": "Das Unwetter in {place} beschädigte {new} Häuser, nicht {old}, wie zunächst gemeldet.",
            "from": "Die Zahl der vom Unwetter in {place} beschädigten Häuser stieg von {old} auf {new}.",
            "plain": "Das Unwetter in {place} beschädigte {new} Häuser, teilte die Feuerwehr am Freitag mit.",
        },
    ),
    "ar": (
        ("ترنة", "أوستبي", "فيلينغ", "غراون", "كيسكا", "لومار"),
        "ألحقت العاصفة في {place} أضرارًا بنحو {old} منزلًا، بحسب الدفاع المدني.",
        "كم منزلا تضرر من العاصفة في {place}؟",
        {
            "not": "ألحقت العاصفة في {place} أضرارًا بـ {new} منزلًا، وليس {old} كما أُعلن في البداية.",
            "from": "ارتفع عدد المنازل المتضررة من العاصفة في {place} من {old} إلى {new} منزلًا، بعد رقم أقل سابقًا.",
            "plain": "ألحقت العاصفة في {place} أضرارًا بنحو {new} منزلًا، بحسب الدفاع المدني يوم الجمعة.",
        },
    ),
}


def updates(embedder: Embedder) -> None:
    """Ask about values that a later article changed."""
    articles: dict[str, Row] = {}
    asked: list[tuple[str, str, str, str]] = []
    chance = random.Random(7)
    for language, (places, before, question, manners) in UPDATES.items():
        for number, place in enumerate(places):
            manner = [*manners][number % 3]
            old = chance.randint(13, 60)
            values = {"place": place, "old": str(old), "new": str(old + chance.randint(3, 40))}
            first, day = f"{language}{number}", date(2025, 1, 4) + timedelta(days=7 * number)
            articles[f"{first}a"] = {"date": day, "language": language, "text": before.format(**values)}
            later = {"date": day + timedelta(days=3), "language": language}
            articles[f"{first}b"] = {**later, "text": manners[manner].format(**values)}
            asked.append((manner, question.format(**values), f"{first}b.md", values["new"]))
    with asking(articles, embedder) as answerer:
        found = [(it, answerer.answer(Question(it[1]))) for it in asked]
    leads = [bool(a.citations) and a.citations[0].source == it[2] and it[3] in a.citations[0].quote for it, a in found]
    said = [bool(answer.updates) for _, answer in found]
    for (it, answer), leading in zip(found, leads, strict=True):
        if not leading:
            print(f"  {it[0]}: {it[1]}: {' | '.join(c.quote for c in answer.citations) or 'declined'}")
    print(f"updates: newer first {sum(leads)} of {len(leads)}, said to be newer {sum(said)} of {len(said)}", flush=True)


def alarms(embedder: Embedder, data: Path, every: int) -> None:
    """Count updates where nothing updates anything."""
    for language in ("en", "ar"):
        given, chance = xquad(data, language), random.Random(3)
        articles = {
            f"{start:03}": {
                "date": date(2024, 1, 1) + timedelta(days=chance.randrange(400)),
                "language": language,
                "text": "\n\n".join(given.passages[start : start + PARAGRAPHS]),
            }
            for start in range(0, len(given.passages), PARAGRAPHS)
        }
        numbers = range(1, len(given.questions), 2 * every)
        with asking(articles, embedder) as answerer:
            answers = [answerer.answer(Question(given.questions[number])) for number in numbers]
        false = [answer for answer in answers if answer.updates]
        for answer in false:
            print(f"  alarm: {answer.question}: {' | '.join(it.quote for it in answer.citations)}")
        print(f"alarms, {language}: {len(false)} of {len(answers)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["questions", "updates", "alarms"], help="one part")
    parser.add_argument("--data", type=Path, default=DATA, help="evaluation data, for the alarms")
    parser.add_argument("--every", type=int, default=4, metavar="N", help="take every N-th of the odd questions")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        embedder = load_embedder("packaged", Path(folder))
        if given.only in {None, "questions"}:
            questions(embedder, "")
            questions(embedder, "_2", load_qa_model("packaged", embedder))
        if given.only in {None, "updates"}:
            updates(embedder)
        if given.only in {None, "alarms"}:
            alarms(embedder, given.data, given.every)


if __name__ == "__main__":
    main()

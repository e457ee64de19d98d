"""Answers without a language model: which sentence is quoted, what is declined, on XQuAD and NoMIRACL.

    python -m tests.evaluation.eval_answers [--data DIR] [--out DIR] [--quick] [--every N]

XQuAD's passages are written as articles of five paragraphs, ingested by the real pipeline and asked through the real
retrieval over real Chroma and read by the packaged QA model; the language of each question is told from its text. Only
questions on articles with odd numbers are asked: the others trained the model. Each is asked twice, with the answering
article there and taken out. NoMIRACL's questions see their ten candidates. Writes OUT/answers.md.
"""

import contextlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.both_sides import PASSAGES_SEARCHED
from bot.answers.extractive import Candidate, Extractor
from bot.answers.nearest import PASSAGES_FOUND
from bot.answers.qa_extractor import QAExtractor, by_reading
from bot.answers.retrieval import AskedVector, Found, Retrieval
from bot.answers.selection_by_reading import NEAREST, select
from bot.evaluation.measures import Estimate, estimate, ndcg, roc_auc_estimate
from ingest.models.qa_model import load_qa_model
from ingest.text.terms import normalise
from tests.evaluation.indexes import PartialIndex, ids_by_position, line_of, of_articles, of_passages, source_of
from tests.evaluation.remembering import RememberingEmbedder, packaged
from tests.evaluation.sets import PARAGRAPHS, QUICK, JudgedSet, ParallelSet, missing, nomiracl, options, xquad
from tests.evaluation.tables import Cell, Page

ALSO = ("de", "ru")
_LEVELS = [f"{kind} declined, {level}" for level in NEAREST for kind in ("wrongly", "rightly")]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    Attributes:
        gain: nDCG@8 of the passages that stand in the right paragraph of the languages of the index.
        retrieved: One of the passages whose sentences are read holds the gold answer and stands where it should.
        first: The first quoted sentence holds the gold answer.
        any: One of the quoted sentences does.
        confidence: That the first answers, 0 to 1.
        confidence_without: The same with the answering article taken out.
    """

    gain: float
    retrieved: bool
    first: bool
    any: bool
    confidence: float
    confidence_without: float


class Asking:
    """The ASK flow up to the choice of sentences, as `ArticleAnswerer` has it."""

    def __init__(self, index: PartialIndex, embedder: RememberingEmbedder) -> None:
        self._retrieval = Retrieval(index, embedder)
        model = load_qa_model("packaged", embedder.real)
        assert model is not None
        self._reader = QAExtractor(
            self._retrieval, model, Extractor(self._retrieval, embedder).likeness, index.article_text
        )

    def ask(self, text: str) -> tuple[AskedVector, list[Found], list[Candidate]]:
        asked = self._retrieval.ask(text)
        found = self._retrieval.find(asked, PASSAGES_SEARCHED)
        candidates = self._reader.candidates(asked, found)
        return asked, by_reading(found, candidates)[:PASSAGES_FOUND], candidates


def ask_articles(
    index: PartialIndex, asking: Asking, of: ParallelSet, sets: Sequence[ParallelSet], numbers: Iterable[int]
) -> list[Outcome]:
    """Ask questions in one language over articles in some, with the right article there and without."""
    outcomes = []
    for number in numbers:
        right = of.right[number]
        places = {source_of(each.language, right) for each in sets}
        gold = {normalise(answer) for each in sets for answer in each.answers[number]}
        asked, found, candidates = asking.ask(of.questions[number])
        selection = select(candidates, of.questions[number], asked.language, "low")
        chosen = (selection.sentences if selection else ()) or candidates[:1]
        quotes = [_is_right(each.found, places, right) and _holds(each.text, gold) for each in chosen]
        index.hidden = frozenset(places)
        _, _, others = asking.ask(of.questions[number])
        index.hidden = frozenset()
        ranks = [rank for rank, hit in enumerate(found, 1) if _is_right(hit, places, right)]
        read = {each.found.stored.id: each.found for each in candidates}.values()
        retrieved = any(_is_right(hit, places, right) and _holds(hit.stored.passage.text, gold) for hit in read)
        outcomes.append(
            Outcome(
                ndcg(ranks[:1], PASSAGES_FOUND),
                retrieved,
                bool(quotes) and quotes[0],
                any(quotes),
                _confidence(candidates),
                _confidence(others),
            )
        )
    return outcomes


def _confidence(candidates: Sequence[Candidate]) -> float:
    return candidates[0].score if candidates else 0.0


def _is_right(hit: Found, places: set[str], right: int) -> bool:
    passage = hit.stored.passage
    return passage.source in places and passage.first_line <= line_of(right) <= passage.last_line


def _holds(text: str, gold: set[str]) -> bool:
    return any(answer in normalise(text) for answer in gold)


def show_articles(page: Page, results: dict[str, list[Outcome]]) -> None:
    """Sentences, and declining."""
    answers: list[list[Cell]] = []
    declining: list[list[Cell]] = []
    for name, outcomes in results.items():
        known = [each for each in outcomes if each.retrieved]
        answers.append(
            [
                name,
                len(outcomes),
                estimate([each.gain for each in outcomes]),
                _share(each.retrieved for each in outcomes),
                _share(each.first for each in known),
                _share(each.any for each in known),
                _share(each.first for each in outcomes),
            ]
        )
        there, gone = [each.confidence for each in outcomes], [each.confidence_without for each in outcomes]
        declining.append([name, roc_auc_estimate(there, gone), *_declined(there, gone)])
    page.table(
        "XQuAD as articles: the answer sentence",
        [
            "questions → articles",
            "n",
            "nDCG@8",
            "answer retrieved",
            "first sentence, if so",
            "any, if so",
            "first, of all",
        ],
        answers,
    )
    page.table(
        "XQuAD as articles: declining, by CAUTION",
        ["questions → articles", "area under the curve", *_LEVELS],
        declining,
    )


def ask_judged(page: Page, judged: JudgedSet, embedder: RememberingEmbedder, folder: Path) -> None:
    """Ask NoMIRACL's questions over their ten candidates."""
    scores: dict[str, tuple[list[float], list[float]]] = {}
    with contextlib.closing(of_passages(folder, judged, embedder)) as index:
        asking, ids = Asking(index, embedder), ids_by_position(index)
        for question in judged.questions:
            index.only = tuple(ids[each] for each in question.candidates)
            asked, found, candidates = asking.ask(question.text)
            for name, value in _signals(embedder, question.text, asked, found, candidates).items():
                scores.setdefault(name, ([], []))[not question.answerable].append(value)
    there, gone = scores["confidence"]
    page.table(
        f"NoMIRACL {judged.language}: declining ({len(there)} answerable, {len(gone)} not)",
        ["by", "area under the curve", *_LEVELS],
        [
            [name, roc_auc_estimate(*pair), *(_declined(*pair) if name == "confidence" else [""] * len(_LEVELS))]
            for name, pair in scores.items()
        ],
    )


def _signals(
    embedder: RememberingEmbedder, text: str, asked: AskedVector, found: Sequence[Found], candidates: list[Candidate]
) -> dict[str, float]:
    raw = embedder.embed_queries([text])[0]
    passages = embedder.embed_passages([hit.stored.passage.text for hit in found])
    return {
        "confidence": _confidence(candidates),
        "greatest raw cosine": float((passages @ raw).max()) if len(found) else 0.0,
        "greatest likeness of a passage": max((hit.relevance for hit in found), default=0.0),
        "greatest likeness of a sentence": max((each.relevance for each in candidates), default=0.0),
        "most words matched by a passage": max((hit.lexical for hit in found), default=0.0),
    }


def _declined(there: Sequence[float], gone: Sequence[float]) -> list[Estimate]:
    return [_share(each < threshold for each in part) for threshold in NEAREST.values() for part in (there, gone)]


def _share(values: Iterable[bool]) -> Estimate:
    return estimate([float(value) for value in values])


def pairs(languages: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Questions in one language over articles in it, in another, and in two."""
    own = [(language, (language,)) for language in languages]
    return [*own, ("en", ("ar",)), ("ar", ("en",)), ("en", QUICK), ("ar", QUICK)]


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of the questions take every N-th")
    given = parser.parse_args()
    if sentence := missing(given.data):
        print(sentence)
        return
    embedder = packaged(given.out)
    sets = {language: xquad(given.data, language) for language in (QUICK if given.quick else (*QUICK, *ALSO))}
    odd = [i for i, right in enumerate(sets["en"].right) if right // PARAGRAPHS % 2]
    numbers = odd[:: given.every]
    page = Page(
        given.out / ("answers-quick.md" if given.quick else "answers.md"),
        "Answers without a language model",
        f"{len(numbers)} questions a language; means with 95 % bootstrap intervals over questions.",
    )
    results: dict[str, list[Outcome]] = {}
    for asked, over in pairs(list(sets)):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            chosen = [sets[language] for language in over]
            with contextlib.closing(of_articles(Path(folder), chosen, embedder)) as index:
                name = f"{asked} → {' + '.join(over)}"
                results[name] = ask_articles(index, Asking(index, embedder), sets[asked], chosen, numbers)
                first = [each.first for each in results[name] if each.retrieved]
                print(f"{name}: first sentence right in {sum(first) / max(1, len(first)):.3f}", flush=True)
    show_articles(page, results)
    for language in QUICK:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            ask_judged(page, nomiracl(given.data, language), embedder, Path(folder))


if __name__ == "__main__":
    main()

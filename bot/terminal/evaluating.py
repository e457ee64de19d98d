"""`python -m bot evaluate`: a question file in, a table on the terminal and a page on disk out.

Asks the index as it is, or one made for the occasion from another folder of articles.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.answers.answerer import ArticleAnswerer
from bot.answers.retrieval import Retrieval
from bot.evaluation.model_judge import judge_with
from bot.evaluation.questions import read_questions
from bot.evaluation.running import Measure, QuestionOutcome, left_out_by_rule, measure, run, seconds, total_usage
from bot.llm.language_model import load_language_model
from bot.llm.second_opinion import second_opinion
from bot.llm.usage import MILLION, Prices
from bot.settings import BotSettings
from bot.terminal.evaluation_page import page
from bot.texts.direction import isolate
from ingest.errors import LanguageModelMissing
from ingest.index.index import Index
from ingest.models.embedding import Embedder, load_embedder
from ingest.models.qa_model import load_qa_model
from ingest.models.reranker import load_reranker
from ingest.pipeline import ingest

PASSAGES = 40
"""Passages among whose articles an expected source is looked for."""


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """What is to be measured.

    Attributes:
        file: Of the questions.
        corpus: A folder of articles that are asked instead of the index.
        out: Folder for the page; None is the usual one.
        judge: The language model also judges its answers against the expected words.
    """

    file: Path
    corpus: Path | None = None
    out: Path | None = None
    judge: bool = False


def evaluate(settings: BotSettings, wanted: EvaluationOptions, stream: TextIO) -> None:
    """Ask every question of the file, print the table, and write evaluation.html.

    Raises:
        KildeError: The file, the corpus or a model cannot be used, or there is none to judge.
    """
    questions = read_questions(wanted.file)
    if wanted.judge and not settings.llm_model:
        raise LanguageModelMissing("--judge needs a language model; set LLM_MODEL.")
    model = load_language_model(settings.llm_model) if settings.llm_model else None
    judge = judge_with(model) if model and wanted.judge else None
    embedder = load_embedder(settings.embedding_model, settings.data_dir)
    reranker = load_reranker(settings.reranker_model) if settings.reranker_model else None
    with _index(settings, wanted.corpus, embedder) as index:
        retrieval = Retrieval(index, embedder, reranker)

        def sources(question: str) -> list[str]:
            found = retrieval.find(retrieval.ask(question), PASSAGES)
            return list(dict.fromkeys(hit.stored.article.source for hit in found))

        qa_model = load_qa_model(settings.qa_model, embedder)
        answerer = ArticleAnswerer(
            index,
            embedder,
            model,
            settings.caution,
            reranker,
            qa_model,
            context_tokens=settings.llm_context_tokens,
            opinion=second_opinion(model, settings.llm_second_opinion),
        )
        outcomes = []
        for number, outcome in enumerate(run(questions, answerer, sources, index.article_text, judge), 1):
            outcomes.append(outcome)
            if stream.isatty():
                print(f"\r{number} of {len(questions)} questions", end="", file=stream, flush=True)
    measures = measure(outcomes)
    print(("\r" if stream.isatty() else "") + table(measures, outcomes, settings.prices), file=stream)
    target = (wanted.out or settings.data_dir / "evaluation") / "evaluation.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(f"Evaluation of {wanted.file.name}", measures, outcomes), "utf-8")
    print(f"The report is in {target}.", file=stream)


@contextlib.contextmanager
def _index(settings: BotSettings, corpus: Path | None, embedder: Embedder) -> Iterator[Index]:
    """Open the index, or one of `corpus` that is gone afterwards."""
    with contextlib.ExitStack() as stack:
        if corpus is not None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            own = {"articles_dir": corpus, "data_dir": Path(folder), "chroma_url": None}
            settings = settings.model_copy(update=own)
            ingest(settings, lambda: embedder)
        index = stack.enter_context(contextlib.closing(Index(settings)))
        index.check(embedder)
        yield index


def table(measures: list[Measure], outcomes: list[QuestionOutcome], prices: Prices) -> str:
    """Give the measures line by line, then the questions that did not go as expected."""
    width = max(len(each.name) for each in measures)
    lines = [f"{'':{width}}  value  95 % interval    of"]
    lines += [_line(each, width) for each in measures if each.estimate.count]
    lines.append(f"{'seconds, half within':{width}}  {seconds(outcomes, 50):5.2f}")
    lines.append(f"{'seconds, 95 % within':{width}}  {seconds(outcomes, 95):5.2f}")
    lines += _used(outcomes, width, prices)
    wrong = [outcome for outcome in outcomes if not outcome.right]
    if wrong:
        lines += ["", "Not as expected:"]
        lines += [f"- {isolate(' '.join(outcome.expected.question.split()))}" for outcome in wrong]
    return "\n".join(lines)


def _used(outcomes: list[QuestionOutcome], width: int, prices: Prices) -> list[str]:
    """What the language model took, for a question on average, and what was left out; nothing where none was asked."""
    used = total_usage(outcomes)
    if not used.calls:
        return []
    named = (("calls of the model", used.calls), ("tokens in", used.tokens_in), ("tokens out", used.tokens_out))
    guessed = " (partly guessed)" if used.estimated else ""
    each = [f"{name + ', a question':{width}}  {figure / len(outcomes):.1f}{guessed}" for name, figure in named]
    if prices.known:
        cost = prices.cost(used) / MILLION / len(outcomes)
        each.append(f"{'cost, a question':{width}}  {cost:.6f} {prices.currency}{guessed}")
    each.append(f"{'statements left out, all together':{width}}  {sum(len(it.left_out) for it in outcomes)}")
    return [*each, *(f"{f'- {rule}':{width}}  {count}" for rule, count in left_out_by_rule(outcomes).most_common())]


def _line(each: Measure, width: int) -> str:
    value = each.estimate
    return f"{each.name:{width}}  {value.value:.3f}  {value.low:.3f} to {value.high:.3f} {value.count:5}"

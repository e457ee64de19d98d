"""The first look: a question in each of three languages, answered from the seeds that come with Kilde.

Each answer stands only in articles of another language than the question's, or in several. Says nothing over a corpus
of somebody's own.
"""

from typing import TYPE_CHECKING, TextIO

from bot.answers.answer import Question
from bot.terminal.conversation import Show
from bot.texts import isolate

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer
    from ingest.index import Index

SAMPLES = (
    ("كم سيارة تحمل العبّارة الكهربائية هافسولا؟", "003_354987512797973b.txt"),
    ("Når ble jernbanen mellom Russland og Nord-Korea stengt?", "001_7eb411e36d8cfbe8.txt"),
    ("How many manuscripts does the library of Mina al-Zahr hold?", "006_be7ccfe599afc73b.txt"),
)
"""Questions, each with a source that answers it."""


def has_seeds(index: "Index") -> bool:
    """Tell whether the index holds the articles that the samples ask about."""
    return all(index.article(source) is not None for _, source in SAMPLES)


def show_samples(answerer: "Answerer", show: Show, out: TextIO) -> None:
    """Ask and answer the samples."""
    for question, _ in SAMPLES:
        answer = answerer.answer(Question(question))
        print(f"? {isolate(question)}\n\n{show(answer)}\n", file=out, flush=True)

"""The first look: a question in each of three languages, answered from the seeds that come with Kilde.

Says nothing over a corpus of somebody's own.
"""

from typing import TYPE_CHECKING, TextIO

from bot.terminal.conversation import Show, answer_each, headed

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer
    from ingest.index.index import Index

SAMPLES = (
    ("كم مخطوطًا تضم المكتبة القديمة؟", ("006_be7ccfe599afc73b.txt",)),
    ("Når ble jernbanen til Nord-Korea stengt?", ("001_7eb411e36d8cfbe8.txt", "000_d7e881397f4cd14f.txt")),
    ("How much did the ferry and its charging station cost?", ("003_354987512797973b.txt",)),
)
"""Questions, each with the sources that answer it: one in its own language, two that disagree, one in another."""


def has_seeds(index: "Index") -> bool:
    """Tell whether the index holds the articles that the samples ask about."""
    return all(index.article(source) is not None for _, sources in SAMPLES for source in sources)


def show_samples(answerer: "Answerer", show: Show, out: TextIO) -> None:
    """Ask and answer the samples."""
    answer_each((question for question, _ in SAMPLES), answerer, headed(show), out)

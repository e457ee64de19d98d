"""Ingestion against the langchain quickstart, in turns: same articles, same weights, passages of the same mean length.

    python -m tests.benchmarks.bench_ingest [--corpus DIR] [--articles N] [--rounds N]

The quickstart is RecursiveCharacterTextSplitter, HuggingFaceEmbeddings and Chroma.from_documents. It loads the weights
in fp32, as the model's makers publish them, and embeds neither prefixes nor titles, which ours does. Each side runs in
a process of its own; loading the model is not counted. Below the line for the whole way there is one for the embedding
alone, against SentenceTransformer.encode as it comes. Ratios of processor time say more where other programs run too.
Needs the extra `bench`.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

REPO = Path(__file__).parents[2]
FP32 = {"dtype": "float32"}
WORDS = {
    "en": "the ferry harbour minister said that the new bridge costs more than planned while people wait for rain "
    "and storms council votes before winter school prices fell sharply in May after a long strike",
    "nb": "ferja havna statsråden sa mandag at den nye broen koster mer enn planlagt mens folk venter på regn og storm "
    "kommunen stemmer før vinteren skolen prisene falt kraftig i mai etter en lang streik",
    "ar": "العبارة الميناء الوزير قال يوم الاثنين إن الجسر الجديد يكلف أكثر من المخطط بينما ينتظر الناس المطر والعواصف "
    "المجلس يصوت قبل الشتاء المدرسة الأسعار تراجعت بشدة في مايو بعد إضراب طويل",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of one side, in wall time and processor time, both without loading the model."""

    passages: int
    seconds: float
    processor_seconds: float


def generate(folder: Path, articles: int) -> None:
    """Write articles of about 3,000 characters; no paragraph comes twice."""
    choose = random.Random(7)
    for number in range(articles):
        words = WORDS[("en", "nb", "ar")[number % 3]].split()
        sentences = [" ".join(choose.choices(words, k=choose.randint(8, 28))) + "." for _ in range(30)]
        paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        (folder / f"{number:05}.txt").write_text("\n".join(paragraphs) + "\n", "utf-8")


def articles_of(corpus: Path) -> list[Path]:
    return sorted(path for path in corpus.rglob("*") if path.suffix in {".txt", ".md"})


def measure(work: Callable[[], int]) -> Measured:
    start, processor = time.perf_counter(), time.process_time()
    passages = work()
    return Measured(passages, time.perf_counter() - start, time.process_time() - processor)


def ingest_ours(corpus: Path, model: Path) -> Measured:
    """Read, clean, cut, embed and store as `python -m ingest` does, into an empty index."""
    import chromadb  # noqa: F401 - before the clock runs, as the quickstart has it too

    from ingest.models.embedding import load_embedder
    from ingest.pipeline import ingest
    from ingest.settings import CorpusSettings

    embedder = load_embedder("packaged", model.parents[1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = CorpusSettings(articles_dir=corpus, data_dir=Path(folder))
        return measure(lambda: ingest(settings, lambda: embedder).passages)


def ingest_quickstart(corpus: Path, model: Path, passages: int) -> Measured:
    """Cut, embed and store as langchain's pages teach it."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings

    embeddings = HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"device": "cpu", "model_kwargs": FP32})
    size = piece_size(corpus, passages)

    def work() -> int:
        articles = [Document(path.read_text("utf-8"), metadata={"source": str(path)}) for path in articles_of(corpus)]
        pieces = splitter(size).split_documents(articles)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            Chroma.from_documents(pieces, embeddings, persist_directory=folder)
        return len(pieces)

    return measure(work)


def embed_ours(corpus: Path, model: Path, passages: int) -> Measured:
    from ingest.models.embedding import load_embedder

    embedder, texts = load_embedder("packaged", model.parents[1]), pieces_of(corpus, passages)
    return measure(lambda: len(embedder.embed_passages(texts)))


def embed_plainly(corpus: Path, model: Path, passages: int) -> Measured:
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(model), device="cpu", model_kwargs=FP32)
    texts = ["passage: " + text for text in pieces_of(corpus, passages)]
    return measure(lambda: len(loaded.encode(texts)))


def splitter(size: int) -> "RecursiveCharacterTextSplitter":
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=0)


def pieces_of(corpus: Path, passages: int) -> list[str]:
    """The quickstart's pieces of the whole corpus, about so many."""
    cut = splitter(piece_size(corpus, passages))
    return [piece for path in articles_of(corpus) for piece in cut.split_text(path.read_text("utf-8"))]


def piece_size(corpus: Path, passages: int) -> int:
    """The size at which the quickstart cuts the corpus into as many pieces as ours has passages."""
    texts = [path.read_text("utf-8") for path in articles_of(corpus)]

    def surplus(size: int) -> int:
        return abs(sum(len(splitter(size).split_text(text)) for text in texts) - passages)

    return min(range(200, 1200, 20), key=surplus)


SIDES = {
    "ours": lambda corpus, model, _: ingest_ours(corpus, model),
    "quickstart": ingest_quickstart,
    "embed_ours": embed_ours,
    "embed_plainly": embed_plainly,
}


def run(side: str, corpus: Path, model: Path, passages: int = 0) -> Measured:
    """Measure one side in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_ingest", "--side", side, "--corpus", str(corpus)]
    command += ["--model", str(model), "--passages", str(passages)]
    done = subprocess.run(command, check=True, cwd=REPO, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def compare(title: str, fast: list[Measured], slow: list[Measured], characters: int) -> None:
    """Print rates and ratios of the best rounds."""
    a, b = (min(runs, key=lambda measured: measured.seconds) for runs in (fast, slow))
    figures = {
        "measured": title,
        "passages": [a.passages, b.passages],
        "passages_per_second": [round(m.passages / m.seconds, 1) for m in (a, b)],
        "characters_per_second": [round(characters / m.seconds) for m in (a, b)],
        "ratio_of_passages_per_second": round(a.passages / a.seconds * b.seconds / b.passages, 2),
        "ratio_of_characters_per_second": round(b.seconds / a.seconds, 2),
        "ratio_of_processor_time": round(
            min(m.processor_seconds for m in slow) / min(m.processor_seconds for m in fast), 2
        ),
    }
    print(json.dumps(figures))


def compare_all(corpus: Path, rounds: int) -> None:
    from ingest.models.packaged.model import packaged_model

    characters = sum(len(path.read_text("utf-8")) for path in articles_of(corpus))
    with tempfile.TemporaryDirectory() as folder:
        model = packaged_model(Path(folder, "models"))
        runs: dict[str, list[Measured]] = {side: [] for side in SIDES}
        for _ in range(rounds):
            for side, found in runs.items():
                passages = runs["ours"][0].passages if runs["ours"] else 0
                found.append(run(side, corpus, model, passages))
    compare("the whole way, ours and the quickstart", runs["ours"], runs["quickstart"], characters)
    compare(
        "embedding alone, ours and SentenceTransformer.encode", runs["embed_ours"], runs["embed_plainly"], characters
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="articles as .txt or .md in UTF-8; generated if not given")
    parser.add_argument("--articles", type=int, default=60, help="how many to generate")
    parser.add_argument("--rounds", type=int, default=2, help="of which the best counts")
    for option in ("--side", "--model", "--passages"):
        parser.add_argument(option, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        print(json.dumps(asdict(SIDES[given.side](given.corpus, Path(given.model), int(given.passages)))))
    elif given.corpus:
        compare_all(given.corpus.resolve(), given.rounds)
    else:
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), given.articles)
            compare_all(Path(folder), given.rounds)


if __name__ == "__main__":
    main()

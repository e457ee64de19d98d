"""PDFs that run from right to left: share of words in the order of the text, per producer and language.

    python -m tests.evaluation.eval_pdf [--data DIR] [--out DIR] [--texts N] [--from N]

Takes news articles of the evaluation sets (`ntrex-ar`, `ntrex-fa`, `ntrex-he`), has every producer that is on this
machine make a PDF of each (`tests.evaluation.pdf_producers`), reads these by the reader for PDFs, by pypdf alone and,
where it is installed, by PDFium, and compares words after NFKC. Counts what is refused. Writes OUT/pdf.md.
"""

import json
import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from statistics import mean

from ingest.errors import UnreadableArticle
from ingest.readers.pdf_file import read
from tests.evaluation.pdf_producers import producers
from tests.evaluation.sets import missing, options
from tests.evaluation.tables import Cell, Page

LANGUAGES = ("ar", "fa", "he")
_SENTENCES = 3
"""Of a paragraph."""
_UNSEEN = dict.fromkeys(
    map(ord, "\u00ad\u0640\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
"""Signs for direction and length, which nobody sees."""


def words_of(text: str) -> list[str]:
    """Give the words that are compared."""
    return unicodedata.normalize("NFKC", text).translate(_UNSEEN).split()


def share_in_order(expected: str, found: str) -> float:
    """Give the share of the expected words that stand in `found` in the same order."""
    one, other = words_of(expected), words_of(found)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(one), 1)


def _by_kilde(data: bytes) -> str:
    return read(data, "article.pdf").text


def _by_pypdf(data: bytes) -> str:
    import io

    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _by_pdfium(data: bytes) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(data))


READERS: dict[str, Callable[[bytes], str]] = {"kilde": _by_kilde, "pypdf": _by_pypdf}
if find_spec("pypdfium2"):
    READERS["PDFium"] = _by_pdfium


def articles(data: Path, language: str, first: int, count: int) -> list[list[str]]:
    """Give the paragraphs of every fifth article, from the one numbered `first`."""
    lines = (data / f"ntrex-{language}" / "corpus.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[first : first + 5 * count : 5]]
    cut = [re.split(r"(?<=[.!?؟])\s+", text) for text in texts]
    return [[" ".join(it[at : at + _SENTENCES]) for at in range(0, len(it), _SENTENCES)] for it in cut]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--texts", type=int, default=4, metavar="N", help="of each language")
    parser.add_argument("--from", type=int, default=2, metavar="N", dest="first", help="the first text")
    given = parser.parse_args(arguments)
    if said := missing(given.data, "ntrex"):
        print(said)
        return
    shares: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    refused: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            for number, paragraphs in enumerate(articles(given.data, language, given.first, given.texts)):
                for producer, make in producers().items():
                    out = Path(folder, f"{language}{number}.pdf")
                    make(language, paragraphs, out)
                    for reader, read_by in READERS.items():
                        try:
                            share = share_in_order(" ".join(paragraphs), read_by(out.read_bytes()))
                            shares[producer, language, reader].append(share)
                        except UnreadableArticle as error:
                            print(f"{producer}, {language}, text {number}: {error}")
                            refused[producer, language] += 1
    page = Page(given.out / "pdf.md", "PDFs that run from right to left", "Share of words in order, mean and least.")
    rows: list[list[Cell]] = []
    for producer, language in dict.fromkeys(key[:2] for key in shares):
        found = [shares.get((producer, language, reader), [float("nan")]) for reader in READERS]
        rows.append(
            [producer, language, refused[producer, language], *(it for one in found for it in (mean(one), min(one)))]
        )
    heads = [it for reader in READERS for it in (reader, "least")]
    page.table(f"{given.texts} articles a language", ["made by", "text", "refused", *heads], rows)


if __name__ == "__main__":
    main()

"""What /corpus costs over 100,000 articles of twenty years, beside reading them as articles.

    python -m tests.benchmarks.bench_corpus [ARTICLES]

The catalogue is filled with rows alone: the picture needs neither passages nor vectors. Each figure is the median of
five; the first picture of a process takes the import of matplotlib on top, which is given by itself.
"""

import contextlib
import importlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bot.charts.counting import By, count
from bot.charts.showing import LargestStories, View, show
from bot.texts import Texts
from ingest.index.catalogue import Catalogue
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.tallies import tallies

ROUNDS = 5
DAYS, OUTLETS, LANGUAGES = 7300, 40, ("ar", "en", "nb", "de", "ru", "zh")
TODAY = date(2026, 3, 14)


def fill(edition: Path, articles: int) -> None:
    """Write so many articles; one in ten has no date."""
    chance = random.Random(7)
    with contextlib.closing(CatalogueWriter.create(edition, "packaged", None)) as catalogue:
        rows = (_row(number, chance) for number in range(articles))
        catalogue.connection.execute("BEGIN")
        catalogue.connection.executemany(
            "INSERT INTO article (source, title, language, outlet, published, content_hash, encoding, first_ingested,"
            " changed, passages) VALUES (?, ?, ?, ?, ?, ?, 'utf-8', ?, ?, 4)",
            rows,
        )
        catalogue.connection.execute("COMMIT")


def _row(number: int, chance: random.Random) -> tuple[object, ...]:
    outlet, now = chance.randrange(OUTLETS), 1_773_477_660_000_000
    day = TODAY - timedelta(chance.randrange(DAYS))
    published = None if number % 10 == 0 else day.isoformat()
    language = LANGUAGES[outlet % len(LANGUAGES)]
    return f"{number}.txt", f"Title {number}", language, f"Outlet {outlet}", published, f"{number:064}", now, now


def timed(work: Callable[[], object]) -> float:
    """Median seconds of processor time; nothing here waits or has threads."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        edition = Path(name) / "edition"
        fill(edition, articles)
        with contextlib.closing(Catalogue.open(edition)) as catalogue:
            found = tallies(catalogue.connection)
            hashes = [f"{number:064}" for number in range(0, articles, max(1, articles // 500))]
            told = LargestStories(catalogue.articles_with(hashes), {it: str(n // 10) for n, it in enumerate(hashes)})
            print(f"{articles:,} articles, {len(found):,} tallies")
            begun = time.process_time()
            importlib.import_module("matplotlib.figure")
            print(f"import of matplotlib            {time.process_time() - begun:8.3f} s")
            for what, work in {
                "articles read as objects": lambda: catalogue.articles(0, articles),
                "tallies, one query": lambda: tallies(catalogue.connection),
                "counts": lambda: count(found, By.OUTLET),
                "articles of the largest stories": lambda: catalogue.articles_with(hashes),
                "picture and words": lambda: show(found, View(By.OUTLET), TODAY, Texts("ar"), told),
            }.items():
                print(f"{what:31} {timed(work):8.3f} s")


if __name__ == "__main__":
    main()

"""Articles are counted in one query, and the index hands the figures on."""

from datetime import UTC, date, datetime
from pathlib import Path

from ingest.index.index import Index
from ingest.pipeline import ingest
from tests.ingest.fakes import WordEmbedder, settings_in


def test_articles_are_counted_by_day_language_and_outlet(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    for number, head in enumerate(
        (
            "date: 2024-05-17\noutlet: Nordavis\nlanguage: nb\n",
            "date: 2024-05-17\noutlet: Nordavis\nlanguage: nb\n",
            "date: 2024-05-17\noutlet: Sørposten\nlanguage: nb\n",
            "date: 2023-01-02\nlanguage: en\n",
            "language: en\n",
        )
    ):
        text = f"---\n{head}---\nThe harbour number {number} opens again after the winter, and the boats are ready.\n"
        (settings.articles_dir / f"{number}.md").write_text(text, "utf-8")
    ingest(settings, WordEmbedder)
    index = Index(settings)
    found = index.tallies()
    wanted = [it.content_hash for it in index.articles(offset=0, limit=9)][:2]
    assert sorted(it.content_hash for it in index.articles_with([*wanted, "0" * 64])) == sorted(wanted)
    index.close()
    today = datetime.now(UTC).date()
    assert [(it.day, it.dated, it.language, it.outlet, it.articles) for it in found] == [
        (date(2023, 1, 2), True, "en", None, 1),
        (date(2024, 5, 17), True, "nb", "Nordavis", 2),
        (date(2024, 5, 17), True, "nb", "Sørposten", 1),
        (today, False, "en", None, 1),
    ]
    assert all(it.changed.date() == today for it in found)


def test_nothing_is_counted_in_an_empty_index(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    ingest(settings, WordEmbedder)
    index = Index(settings)
    assert index.tallies() == []
    index.close()

"""Real indexes of the evaluation sets, from which articles can be hidden.

Takes sets and an embedder; gives Indexes that were filled by the real pipeline (XQuAD, five paragraphs to an article,
each on a line of its own) or straight through the catalogue (NoMIRACL, whose passages are no articles).
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article
from ingest.index.catalogue import StoredPassage
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.index import Index
from ingest.index.index_writer import open_for_writing
from ingest.index.stored import CatalogueEntry
from ingest.models.embedding import Embedder
from ingest.passages import SPLITTER_VERSION, Passage
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from ingest.sources.folder import FileStamp
from ingest.text.sentences import sentences
from tests.evaluation.sets import PARAGRAPHS, JudgedSet, NewsSet, ParallelSet

BATCH = 1_000


class PartialIndex(Index):
    """An index some of whose passages are not there.

    Attributes:
        hidden: Sources that nobody finds.
        only: Ids of the only passages that are found, all of them near; None for all.
    """

    hidden: frozenset[str] = frozenset()
    only: tuple[int, ...] | None = None

    def nearest(
        self, vector: NDArray[np.float32], per_language: int, conditions: Conditions = EVERYTHING
    ) -> list[tuple[StoredPassage, float]]:
        if self.only is not None:
            return [(stored, 0.0) for stored in super().passages(self.only)]
        more = 4 * PARAGRAPHS if self.hidden else 0
        found = super().nearest(vector, per_language + more, conditions)
        return [hit for hit in found if hit[0].article.source not in self.hidden]

    def passages(self, ids: object) -> list[StoredPassage]:
        found = super().passages(ids)  # type: ignore[arg-type]
        allowed = None if self.only is None else set(self.only)
        return [
            stored
            for stored in found
            if stored.article.source not in self.hidden and (allowed is None or stored.id in allowed)
        ]


def source_of(language: str, passage: int) -> str:
    """The article file of an XQuAD passage."""
    return f"{language}/{passage // PARAGRAPHS:03}.txt"


def line_of(passage: int) -> int:
    """The line of that file which is the passage."""
    return passage % PARAGRAPHS + 1


def of_articles(folder: Path, sets: list[ParallelSet], embedder: Embedder) -> PartialIndex:
    """Write XQuAD as articles and ingest them as anybody would."""
    articles = folder / "articles"
    for each in sets:
        for start in range(0, len(each.passages), PARAGRAPHS):
            path = articles / source_of(each.language, start)
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = (" ".join(text.split()) for text in each.passages[start : start + PARAGRAPHS])
            path.write_text("\n".join(lines) + "\n", "utf-8")
    settings = CorpusSettings(articles_dir=articles, data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    return PartialIndex(settings)


def of_news(folder: Path, sets: Sequence[NewsSet], embedder: Embedder, *, titled: bool) -> Index:
    """Write NTREX as articles, one sentence a paragraph, with the headline as title or without it, and ingest them."""
    articles = folder / "articles"
    for each in sets:
        for number, article in enumerate(each.articles):
            path = articles / each.language / f"{number:03}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            title = f"title: {json.dumps(article.headline, ensure_ascii=False)}\n" if titled else ""
            front = f"---\n{title}language: {each.language}\n---\n\n"
            path.write_text(front + "\n\n".join(article.sentences) + "\n", "utf-8")
    settings = CorpusSettings(articles_dir=articles, data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    return Index(settings)


def of_passages(folder: Path, judged: JudgedSet, embedder: Embedder) -> PartialIndex:
    """Put each NoMIRACL passage into the index as it is; its id is its position plus one."""
    settings = CorpusSettings(articles_dir=folder, data_dir=folder / "data")
    entries = [_entry(number, text, judged.language) for number, text in enumerate(judged.passages)]
    with open_for_writing(settings, rebuild=False) as (catalogue, vector_sync):
        catalogue.set_model(embedder.name, embedder.dimension)
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            texts = {entry.passages[0].key: entry.passages[0].text for entry in batch}
            rows = embedder.embed_passages(list(texts.values()))
            known = set(catalogue.connection.execute("SELECT key FROM vector").fetchall())
            new = {key: row for key, row in zip(texts, rows, strict=True) if (key,) not in known}
            vector_sync.switch(batch, [], {judged.language: new})
    return PartialIndex(settings)


def _entry(number: int, text: str, language: str) -> CatalogueEntry:
    source, spans = f"{number:05}.txt", tuple(sentences(text, language)) or ((0, len(text)),)
    passage = Passage(source, 0, language, "", text, 0, len(text), 1, 1, spans)
    article = Article(source, text, "utf-8", sha256(text.encode()).hexdigest(), text[:60], language, ())
    return CatalogueEntry(article, (passage,), FileStamp(len(text), number), SPLITTER_VERSION)


def ids_by_position(index: Index) -> dict[int, int]:
    """Position of a NoMIRACL passage -> its id in the index."""
    rows = index.read().execute("SELECT p.id, a.source FROM passage p JOIN article a ON a.id = p.article")
    return {int(source[:5]): id_ for id_, source in rows}

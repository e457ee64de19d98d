"""Checks of the index: against itself, against the folder of articles, against Chroma and against the model.

Reads the catalogue only; opens Chroma as any reader does, under its lock, and only where that is safe.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bot.doctor.finding import Finding, Level
from bot.settings import BotSettings
from ingest.errors import CorpusError, IndexError_, ModelUnavailable
from ingest.index import editions, lexicon, vectors
from ingest.index.catalogue import Catalogue
from ingest.index.damage_check import expect_whole
from ingest.index.index_writer import check_embedder, check_setting
from ingest.index.locks import chroma_files
from ingest.index.mending import TO_BE_READ, contradictions
from ingest.index.stored import StoredPassage
from ingest.index.vector_store import Store, StorePlace, look
from ingest.losses import decide_for
from ingest.models.embedding import PACKAGED, load_embedder
from ingest.models.packaged.model import is_unpacked
from ingest.pipeline import embedded_text
from ingest.readers import SUFFIXES
from ingest.sources.folder import scan
from ingest.text.terms import terms

SAMPLED = 12
"""Passages that are looked for by their own text."""
NEAR = 0.99
"""Cosine that a passage embedded again has to its vector at least; batches and numeric types change the last digits."""
_AMONG = 50
"""A passage must be among so many nearest to its own vector; twins share a key and count as one."""
_PATIENCE = 10.0
_REBUILD = "Run `python -m ingest --rebuild`."


def index(settings: BotSettings) -> Iterator[Finding]:
    """Look at the index from every side; each look needs the one before."""
    try:
        edition = editions.current(editions.folder(settings.data_dir))
        if edition is None:
            yield Finding("index", Level.TROUBLE, "Nothing was ingested yet.", "Run `python -m ingest`.")
            return
        if editions.pointed(edition.parent) is None:
            text = "The file that names the current index is lost; the newest index is read."
            yield Finding(
                "index", Level.WARNING, text, "Run `python -m ingest`, or the doctor with --repair.", "pointer"
            )
        with contextlib.closing(Catalogue.open(edition)) as catalogue:
            expect_whole(catalogue.connection)
            broken = _broken(catalogue.connection)
            if broken:
                yield broken
                return
            yield _size(catalogue)
            yield _against_folder(catalogue, settings)
            check_setting(catalogue.state(), settings)
            yield from _chroma(catalogue, edition, settings)
            yield from _sampled(catalogue, settings)
    except IndexError_ as error:
        yield Finding("index", Level.TROUBLE, str(error))
    except sqlite3.DatabaseError:
        yield Finding("index", Level.TROUBLE, f"The index in {settings.data_dir} is damaged.", _REBUILD)


def _broken(connection: sqlite3.Connection) -> Finding | None:
    """Say what in the catalogue is damaged or contradicts itself; None if nothing does. Reads all of it."""
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return Finding("index", Level.TROUBLE, "The catalogue of the index is damaged.", _REBUILD)
    found = contradictions(connection)
    if not found:
        return None
    faults = {
        "passages have no vector": found.without_vector,
        "articles have lost passages": found.short,
        "passages are missing among the words, or too many are there": found.words,
        "languages have another number of vectors than was counted": found.sums,
    }
    text = " ".join(f"In the index {number} {what}." for what, number in faults.items() if number)
    unmarked = connection.execute(TO_BE_READ).fetchone()[0]
    if not (found.words or found.sums or unmarked):
        return Finding("index", Level.TROUBLE, text, "Run `python -m ingest`: it reads these articles anew.")
    remedy = "Run `python -m bot doctor --repair`" + (", then `python -m ingest`." if unmarked else ".")
    return Finding("index", Level.TROUBLE, text, remedy, "catalogue")


def _size(catalogue: Catalogue) -> Finding:
    passages = catalogue.connection.execute("SELECT count(*) FROM passage").fetchone()[0]
    text = f"{catalogue.count_articles()} articles in {passages} passages, all with their vectors."
    return Finding("index", Level.OK, text)


def _against_folder(catalogue: Catalogue, settings: BotSettings) -> Finding:
    try:
        plan = decide_for(settings, scan(settings.articles_dir, SUFFIXES), catalogue.known())
    except CorpusError:
        return Finding("folder", Level.WARNING, "The index cannot be compared with the folder of articles.")
    counts = {"not indexed": len(plan.new), "changed": len(plan.changed), "gone": len(plan.gone)}
    counts["moved"] = len(plan.moved)
    found = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    if not found:
        return Finding("folder", Level.OK, "The index holds what the folder of articles holds.")
    remedy = "Run `python -m ingest`; its report names what cannot be used."
    return Finding("folder", Level.WARNING, f"The folder differs from the index: {found}.", remedy)


def _chroma(catalogue: Catalogue, edition: Path, settings: BotSettings) -> Iterator[Finding]:
    """Compare Chroma with the catalogue: as many vectors, and sampled ones found by themselves."""
    state = catalogue.state()
    place = StorePlace(edition, state.store, settings.chroma_url)
    remedy = "Run `python -m ingest`; until then the catalogue's vectors are compared without Chroma."
    if state.dirty or (place.url is None and state.files and look(place) != state.files):
        torn = "The last ingestion was cut off while it wrote to Chroma."
        text = torn if state.dirty else "Files of Chroma are missing or cut."
        yield Finding("chroma", Level.WARNING, text, remedy, "vectors")
        return
    counts = vectors.counts(catalogue.connection)
    files = contextlib.nullcontext() if settings.chroma_url else chroma_files(edition.parent, _PATIENCE)
    with files, Store.open(place) as store:
        if store.counts(counts) != counts:
            text = "Chroma holds other vectors than the catalogue."
            yield Finding("chroma", Level.WARNING, text, remedy, "vectors")
            return
        sample = _sample(catalogue)
        own = vectors.of(catalogue.connection, [stored.key for stored in sample])
        lost = 0
        for passage in (stored.passage for stored in sample):
            lost += passage.key not in dict(store.nearest(passage.language, own[passage.key], _AMONG))
    if lost:
        text = f"{lost} of {len(sample)} sampled passages are not found by their own vector."
        yield Finding("chroma", Level.WARNING, text, "Run `python -m bot doctor --repair`.", "vectors anew")
    else:
        text = f"Chroma holds {sum(counts.values())} vectors; {len(sample)} sampled ones were found."
        yield Finding("chroma", Level.OK, text)


def _sample(catalogue: Catalogue) -> list[StoredPassage]:
    rows = catalogue.connection.execute("SELECT id FROM passage ORDER BY random() LIMIT ?", (SAMPLED,))
    return catalogue.passages([row[0] for row in rows])


def _sampled(catalogue: Catalogue, settings: BotSettings) -> Iterator[Finding]:
    """Look for sampled passages by their own text: its words in the lexicon, and embedded again."""
    sample = _sample(catalogue)
    if not sample:
        return
    lost = sum(not _found_by_words(catalogue.connection, stored) for stored in sample)
    if lost:
        text = f"{lost} of {len(sample)} sampled passages are not found by their own words."
        yield Finding("passages", Level.TROUBLE, text, _REBUILD)
    if settings.embedding_model == PACKAGED and not is_unpacked(settings.data_dir / "models"):
        return  # loading it would unpack it, and the doctor writes nothing; the check of the models says so
    try:
        embedder = load_embedder(settings.embedding_model, settings.data_dir)
    except ModelUnavailable as error:
        yield Finding("models", Level.TROUBLE, str(error))
        return
    check_embedder(catalogue.state(), embedder)
    again = embedder.embed_passages([embedded_text(stored.passage) for stored in sample])
    own = vectors.of(catalogue.connection, [stored.key for stored in sample])
    cosines = [float(np.dot(own[stored.key], new)) for stored, new in zip(sample, again, strict=True)]
    if min(cosines) < NEAR:
        text = f"A passage embedded again has the cosine {min(cosines):.3f} to its vector: the model has changed."
        yield Finding("passages", Level.TROUBLE, text, _REBUILD)
    elif not lost:
        yield Finding("passages", Level.OK, f"{len(sample)} sampled passages were found by their own text.")


def _found_by_words(connection: sqlite3.Connection, stored: StoredPassage) -> bool:
    passage = stored.passage
    weighted = lexicon.weigh(connection, passage.text, passage.language)
    if not weighted.weights:
        return not terms(passage.text)
    return stored.id in lexicon.candidates(connection, weighted, _limit(connection, passage.text))


def _limit(connection: sqlite3.Connection, text: str) -> int:
    """Give how many candidates to look at: as many as there are passages with the same text, and some more."""
    return _AMONG + int(connection.execute("SELECT count(*) FROM passage WHERE text = ?", (text,)).fetchone()[0])

"""What is computed together hangs on the texts alone: not on how long it takes, nor on what was done before."""

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ingest import engine, pipeline
from ingest.engine import LocalEngine, batches_of
from ingest.models.embedding import BatchEmbedder, Embedder, load_embedder
from ingest.models.packaged.model_folder import write_folder
from ingest.models.packaged.weights_file import PackagedFile
from ingest.pipeline import ingest
from ingest.report import Progress
from tests.ingest.catalogue_bits import bits
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.tiny_model import tiny_model

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {
    f"{path.name} {number}": line
    for path in sorted(SEEDS.iterdir())
    for number, line in enumerate(path.read_text("utf-8").splitlines())
    if line.strip()
}


def embedded(model: Embedder, most: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The vectors of all texts, in portions of so many."""
    monkeypatch.setattr(engine, "PORTION", most)
    batches = batches_of(model, TEXTS)
    portions = LocalEngine().embed(lambda: model, [[TEXTS[key] for key in batch] for batch in batches])
    rows = np.concatenate(list(portions))
    return {key: row.tobytes() for key, row in zip([key for batch in batches for key in batch], rows, strict=True)}


def test_the_size_of_a_portion_changes_no_bit(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = embedded(embedder, 3, monkeypatch), embedded(embedder, 256, monkeypatch)
    assert small.keys() == TEXTS.keys()
    assert small == large


def test_a_batch_by_itself_is_what_embedding_everything_gives(embedder: Embedder) -> None:
    assert isinstance(embedder, BatchEmbedder)
    texts = list(TEXTS.values())
    whole = embedder.embed_passages(texts)
    for batch in embedder.batches(texts):
        assert np.array_equal(embedder.embed_batch([texts[i] for i in batch]), whole[batch])


def test_short_texts_come_first_and_each_once(embedder: Embedder) -> None:
    batches = batches_of(embedder, TEXTS)
    assert sorted(key for batch in batches for key in batch) == sorted(TEXTS)
    assert max(len(TEXTS[key]) for key in batches[0]) < min(len(TEXTS[key]) for key in batches[-1])


def test_what_an_interrupted_run_put_aside_changes_no_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tiny").mkdir()
    write_folder(PackagedFile(tiny_model()), tmp_path / "tiny")
    settings = settings_in(tmp_path, embedding_model=str(tmp_path / "tiny"))
    other = settings.model_copy(update={"data_dir": tmp_path / "other"})
    write_articles(settings.articles_dir, range(20))
    load = partial(load_embedder, settings.embedding_model, settings.data_dir)
    monkeypatch.setattr(engine, "PORTION", 8)
    monkeypatch.setattr(pipeline, "SAVE_SECONDS", 0.0)
    ingest(settings, load)

    def stop(progress: Progress) -> None:
        if progress.passages > 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(other, load, progress=stop)
    embedded_anew: list[Progress] = []
    ingest(other, load, progress=embedded_anew.append)
    assert 0 < embedded_anew[-1].passages < len(bits(settings)["vector"])
    assert bits(other) == bits(settings)


def test_how_much_is_kept_at_once_hangs_on_the_articles_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of articles whose passages are all known: what was read is not read again after a kill."""
    settings, embedder, seen = settings_in(tmp_path), WordEmbedder(), set[int]()
    write_articles(settings.articles_dir, range(12))
    monkeypatch.setattr(
        "ingest.batch.BATCH_CHARACTERS", 4 * len((settings.articles_dir / "0003.txt").read_text("utf-8"))
    )
    ingest(settings, lambda: embedder, progress=lambda progress: seen.add(progress.files))
    assert len(seen) > 3

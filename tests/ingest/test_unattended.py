"""Runs that compare only what has changed leave the index that runs over everything leave."""

import json
import random
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.index.catalogue import Catalogue
from ingest.index.editions import current
from ingest.index.reading_failures import ReadingFailure
from ingest.losses import decide_for
from ingest.pipeline import ingest
from ingest.plan import KnownFile, Plan
from ingest.readers import SUFFIXES
from ingest.report import IngestReport
from ingest.settings import CorpusSettings
from ingest.sources.folder import Disk, scan
from ingest.unattended import Unattended
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents

RUNS = 12


def differing(one: Disk, other: Disk) -> frozenset[str]:
    files = one.files.items() ^ other.files.items()
    return frozenset(source for source, _ in files)


def change(folder: Path, chance: random.Random, step: int) -> None:
    """Some articles come, change, move and go, as do a container, its members, and what cannot be read."""
    files = sorted(path for path in folder.rglob("*.txt"))
    for path in chance.sample(files, k=min(2, len(files))):
        act = chance.choice(["change", "move", "remove", "touch", "break"])
        if act == "change":
            path.write_text(f"The harbour of step {step} was closed on Monday, said the council.\n", "utf-8")
        elif act == "move":
            (folder / "moved").mkdir(exist_ok=True)
            path.rename(folder / "moved" / f"{step}-{path.name}")
        elif act == "remove":
            path.unlink()
        elif act == "touch":
            path.write_bytes(path.read_bytes())
        else:
            path.write_bytes(bytes(range(256)) * 9)
    write_articles(folder, range(step * 10, step * 10 + chance.randint(0, 2)))
    kept = [number for number in range(6) if chance.random() < 0.8]
    records = [
        {"id": str(it), "headline": f"Quay {it}", "content": f"Quay {it} has {it + step // 4} ferries in all."}
        for it in kept
    ]
    (folder / "dump.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")


def known_failures(settings: CorpusSettings) -> list[ReadingFailure]:
    edition = current(settings.data_dir / "index")
    assert edition
    return [replace(it, since=0, tried=0) for it in Catalogue.open(edition).failures()]


def test_the_index_is_the_same_as_after_runs_over_everything(tmp_path: Path) -> None:
    for seed in range(4):
        whole, few = (settings_in_own(tmp_path / f"{seed}-{name}") for name in ("whole", "few"))
        few = few.model_copy(update={"articles_dir": whole.articles_dir})
        chance = random.Random(seed)
        write_articles(whole.articles_dir, range(8))
        last = ingest(few, WordEmbedder, unattended=Unattended())
        ingest(whole, WordEmbedder, unattended=Unattended())
        before = scan(whole.articles_dir, SUFFIXES)
        for step in range(1, RUNS):
            change(whole.articles_dir, chance, step)
            time.sleep(0.05)  # until the times of files are trusted
            disk = scan(whole.articles_dir, SUFFIXES)
            all_of_it = ingest(whole, WordEmbedder, unattended=Unattended())
            how = Unattended(disk=disk, changed=differing(before, disk), generation=last.generation)
            last, before = ingest(few, WordEmbedder, unattended=how), disk
            assert contents(few) == contents(whole)
            assert known_failures(few) == known_failures(whole)
            assert essence(last) == essence(all_of_it)
        again = ingest(few, WordEmbedder, unattended=Unattended())
        assert (again.new, again.changed, again.moved, again.removed) == (0, 0, 0, 0)


def essence(report: IngestReport) -> object:
    return (
        report.new,
        report.changed,
        report.moved,
        report.removed,
        report.withheld,
        [*map(str, report.failed)],
        report.passages,
    )


def settings_in_own(folder: Path) -> CorpusSettings:
    folder.mkdir()
    return settings_in(folder)


def test_what_somebody_else_wrote_has_everything_compared(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(4))
    last = ingest(settings, WordEmbedder, unattended=Unattended())
    away = tmp_path / "away"
    shutil.move(settings.articles_dir / "0001.txt", away)
    ingest(settings, WordEmbedder, allow_removal=True)
    shutil.move(away, settings.articles_dir / "0001.txt")
    nothing = Unattended(changed=frozenset(), generation=last.generation)
    assert ingest(settings, WordEmbedder, unattended=nothing).new == 1


def test_a_look_that_was_taken_is_not_taken_again_and_unchanged_files_are_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(5))
    last = ingest(settings, WordEmbedder, unattended=Unattended())
    write_articles(settings.articles_dir, range(5, 7))
    disk, planned = scan(settings.articles_dir, SUFFIXES), []

    def note(settings: CorpusSettings, disk: Disk, known: Mapping[str, KnownFile]) -> Plan:
        planned.append((list(disk.files), list(known)))
        return decide_for(settings, disk, known)

    monkeypatch.setattr("ingest.pipeline.decide_for", note)
    monkeypatch.setattr("ingest.unattended.scan", lambda *_: pytest.fail("looked again"))
    how = Unattended(disk=disk, changed=frozenset({"0005.txt", "0006.txt"}), generation=last.generation)
    assert ingest(settings, WordEmbedder, unattended=how).new == 2
    assert planned == [(["0005.txt", "0006.txt"], [])]

"""Listing what was told anew gives what listing everything gives; what nobody tells is found all the same."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import CorpusError
from ingest.readers import SUFFIXES
from ingest.sources import listing
from ingest.sources.folder import Disk, scan, scan_again
from ingest.sources.listing import FolderListing

FOLDERS = ("", "a", "a/b", "a/b/c", "ab", ".hidden")
NAMES = ("x.txt", "y.md", "z.png", ".x.txt", "it#1.txt", "page.html", "page.html.json")
_PLACES = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map("/".join).map(lambda it: it.strip("/"))
_STEPS = st.lists(
    st.tuples(st.integers(0, 4), _PLACES, _PLACES),
    min_size=1,
    max_size=8,
)


def new_folders(root: Path, source: str) -> set[str]:
    parts = source.split("/")[:-1]
    above = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return {folder for folder in above if not (root / folder).exists()}


def write(root: Path, source: str, other: str) -> set[str]:
    told = {source, *new_folders(root, source)}
    (root / source).parent.mkdir(parents=True, exist_ok=True)
    if (root / source).is_symlink():
        (root / source).unlink()
    (root / source).write_text("a" * (1 + len(other)))
    return told


def remove(root: Path, source: str, _: str) -> set[str]:
    (root / source).unlink(missing_ok=True)
    return {source}


def link(root: Path, source: str, other: str) -> set[str]:
    place = root / source
    if not place.parent.is_dir() or place.exists() or place.is_symlink():
        return set()
    place.symlink_to(root / other)
    return {source}


def remove_folder(root: Path, source: str, _: str) -> set[str]:
    folder = source.rpartition("/")[0]
    if not folder or not (root / folder).is_dir():
        return set()
    shutil.rmtree(root / folder)
    return {folder}


def move_folder(root: Path, source: str, other: str) -> set[str]:
    """Move a folder, also into the place of another one."""
    folder, target = source.rpartition("/")[0], other.rpartition("/")[0]
    if not folder or not target or not (root / folder).is_dir():
        return set()
    if target.startswith(folder) or folder.startswith(target):
        return set()
    told = {folder, target, *new_folders(root, target)}
    if (root / target).exists():
        shutil.rmtree(root / target)
    (root / target).parent.mkdir(parents=True, exist_ok=True)
    (root / folder).rename(root / target)
    return told


def essence(disk: Disk) -> object:
    """What matters of it; a time that is not trusted yet says nothing, and other kinds are counted by whole looks."""
    files = {source: (stamp.size, stamp.ctime_ns, stamp.inode) for source, stamp in disk.files.items()}
    return list(files.items()), sorted((it.source, it.reason) for it in disk.failed), sorted(disk.unseen)


@given(_STEPS, st.sets(st.integers(0, 7)))
@settings(max_examples=200, deadline=None)
def test_what_is_told_is_enough(steps: Sequence[tuple[int, str, str]], looks: set[int]) -> None:
    acts = (write, remove, link, remove_folder, move_folder)
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        disk, told = scan(root, SUFFIXES), set[str]()
        for number, (act, source, other) in enumerate(steps):
            told |= acts[act](root, source, other)
            if number in looks or number == len(steps) - 1:
                disk, told = scan_again(root, SUFFIXES, disk, told), set()
                assert essence(disk) == essence(scan(root, SUFFIXES))


def test_a_folder_that_may_not_be_listed_is_unseen_and_seen_again(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may list everything")
    (tmp_path / "shut").mkdir()
    (tmp_path / "shut" / "a.txt").write_text("a")
    disk = scan(tmp_path, SUFFIXES)
    (tmp_path / "shut").chmod(0)
    try:
        shut = scan_again(tmp_path, SUFFIXES, disk, {"shut"})
        assert (shut.files, shut.unseen) == ({}, ("shut",))
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert essence(scan_again(tmp_path, SUFFIXES, shut, {"shut"})) == essence(disk)


def test_a_folder_that_is_gone_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    disk = scan(folder, SUFFIXES)
    folder.rmdir()
    with pytest.raises(CorpusError, match="There is no folder"):
        scan_again(folder, SUFFIXES, disk, {"a.txt"})


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set; listing all took a second each time."""
    now = [100.0]

    def monotonic() -> float:
        return now[0]

    real = scan

    def slow(folder: Path, suffixes: frozenset[str]) -> Disk:
        now[0] += 1.0
        return real(folder, suffixes)

    monkeypatch.setattr("ingest.sources.listing.time.monotonic", monotonic)
    monkeypatch.setattr(listing, "scan", slow)
    return now


def test_between_whole_looks_only_what_is_told_is_listed(tmp_path: Path, clock: list[float]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    looked = FolderListing(tmp_path)
    before = looked.look(None)
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "b" / "y.txt").write_text("y")
    assert looked.look(()) is before
    assert list(looked.look({"a/x.txt"}).files) == ["a/x.txt"]
    clock[0] += listing.SHARE + 1
    assert list(looked.look(()).files) == ["a/x.txt", "b/y.txt"]
    assert list(looked.look(None).files) == ["a/x.txt", "b/y.txt"]


def test_what_was_not_told_has_all_listed_at_every_look_for_a_while(tmp_path: Path, clock: list[float]) -> None:
    (tmp_path / "a").mkdir()
    looked = FolderListing(tmp_path)
    looked.look(None)
    (tmp_path / "a" / "late.txt").write_text("x")
    clock[0] += listing.SHARE + 1
    looked.look(())
    looked.look({"a/late.txt"})
    clock[0] += listing.GRACE + 1
    (tmp_path / "a" / "x.txt").write_text("x")
    assert "a/x.txt" not in looked.look(()).files, "what is told late is told"
    clock[0] += listing.SHARE + 1
    assert "a/x.txt" in looked.look(()).files
    clock[0] += listing.GRACE + 1
    (tmp_path / "a" / "y.txt").write_text("y")
    assert "a/y.txt" in looked.look(()).files
    (tmp_path / "a" / "z.txt").write_text("z")
    assert "a/z.txt" in looked.look(()).files
    looked.look({"a/y.txt", "a/z.txt"})
    clock[0] += listing.DOUBT + listing.SHARE
    looked.look(())
    (tmp_path / "a" / "w.txt").write_text("w")
    assert "a/w.txt" not in looked.look(()).files

import os
import time
from pathlib import Path

import pytest

from ingest.errors import CorpusError, UnreadableArticle
from ingest.sources.folder import NEVER, digest, scan

SUFFIXES = frozenset({".txt", ".md"})
LONG_AGO = 1_700_000_000_123_456_789


def put(path: Path, content: bytes = b"The tide was late.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


def reasons(corpus: Path) -> dict[str, str]:
    return {failure.source: failure.reason for failure in scan(corpus, SUFFIXES).failed}


def test_finds_articles_in_folders_and_ignores_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b.txt", "far/north/a.MD", ".hidden.txt", ".git/c.txt", "far/picture.png", "d.txt~"):
        put(tmp_path / name)
    disk = scan(tmp_path, SUFFIXES)
    assert list(disk.files) == ["b.txt", "far/north/a.MD"]
    seen = (tmp_path / "b.txt").stat()
    assert disk.files["b.txt"].size == 18
    assert disk.files["b.txt"].inode == seen.st_ino
    assert (disk.failed, disk.unseen) == ((), ())
    assert disk.others == {".png": 1, ".txt~": 1}


def test_a_folder_may_be_a_link_itself(tmp_path: Path) -> None:
    put(tmp_path / "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list(scan(tmp_path / "link", SUFFIXES).files) == ["a.txt"]


@pytest.mark.parametrize("age", [0, 1])
def test_a_time_so_fresh_that_a_second_change_may_share_it_is_not_trusted(
    tmp_path: Path, age: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time_ns() + 60 * 10**9  # so that the entries' own times are trusted, however long this takes
    monkeypatch.setattr(time, "time_ns", lambda: now)
    os.utime(put(tmp_path / "fine.txt"), ns=(now, now - age * 10**9 + 10**9 // 2))
    os.utime(put(tmp_path / "coarse.txt"), ns=(now, (now // 10**9 - age) * 10**9))
    stamps = scan(tmp_path, SUFFIXES).files
    assert stamps["coarse.txt"].mtime_ns == NEVER
    assert (stamps["fine.txt"].mtime_ns == NEVER) == (age == 0)


def test_links_out_of_the_folder_are_refused_and_those_inside_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    put(tmp_path / "corpus-of-others/secret.txt")
    put(corpus / "a.txt")
    (corpus / "copy.txt").symlink_to("a.txt")
    (corpus / "out.txt").symlink_to("../corpus-of-others/secret.txt")
    (corpus / "outer").symlink_to("../corpus-of-others")
    (corpus / "out.png").symlink_to("../corpus-of-others/secret.txt")
    (corpus / "loop").symlink_to(".")
    (corpus / "broken.txt").symlink_to("nowhere.txt")
    out = "it is a link out of the folder of articles"
    assert list(scan(corpus, SUFFIXES).files) == ["a.txt", "copy.txt"]
    assert reasons(corpus) == {"out.txt": out, "outer": out, "broken.txt": "no such file or directory"}


def test_a_link_to_itself_stops_no_other_file(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "far/b.txt")
    for name in ("self.txt", "self.png", "self", "far/self.md"):
        (tmp_path / name).symlink_to(Path(name).name)
    (tmp_path / "one.txt").symlink_to("other.txt")
    (tmp_path / "other.txt").symlink_to("one.txt")
    assert list(scan(tmp_path, SUFFIXES).files) == ["a.txt", "far/b.txt"]
    to_itself = "it is a link that leads to itself"
    assert reasons(tmp_path) == dict.fromkeys(["self.txt", "far/self.md", "one.txt", "other.txt"], to_itself)


def test_what_fails_can_always_be_printed_and_stored(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/far\xe9"))
    put(strange / "b.txt")
    strange.with_name(os.fsdecode(b"out\xe9.txt")).symlink_to(tmp_path.parent)
    strange.with_name(os.fsdecode(b"loop\xe9.txt")).symlink_to(os.fsdecode(b"loop\xe9.txt"))
    found = reasons(tmp_path)
    assert sorted(found) == ["far?/b.txt", "loop?.txt", "out?.txt"]
    assert "".join(found).encode()


def test_what_is_no_file_or_has_no_proper_name_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")))
    assert reasons(tmp_path) == {"pipe.txt": "it is not a regular file", "caf?.txt": "its name is not valid UTF-8"}


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "closed/a.txt")
    put(tmp_path / "open/b.txt")
    list_folder = os.scandir

    def guarded(folder: Path) -> object:  # permissions do not bind root, who runs tests in containers
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return list_folder(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    disk = scan(tmp_path, SUFFIXES)
    assert (list(disk.files), disk.unseen) == (["open/b.txt"], ("closed",))
    assert reasons(tmp_path) == {"closed": "the folder cannot be listed (permission denied)"}


def test_a_folder_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    put(tmp_path / "file.txt")
    for missing in (tmp_path / "nowhere", tmp_path / "file.txt"):
        with pytest.raises(CorpusError, match=r"^There is no folder .*; set ARTICLES_DIR .*\.$"):
            scan(missing, SUFFIXES)


def test_digest_is_the_sha256_of_the_bytes(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", b"abc")
    assert digest(tmp_path, "a.txt") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(UnreadableArticle, match=r"b\.txt was skipped: no such file or directory\."):
        digest(tmp_path, "b.txt")

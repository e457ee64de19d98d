"""Documents that were damaged at random: each is read or refused, within bounds, and none stops the others."""

import os
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ingest.errors import UnreadableArticle
from ingest.reader_messages import ContainerEnd, Reading
from ingest.reader_process import ReaderProcess
from ingest.readers import file_kinds
from tests.ingest.readers.pages import STORY, page

SAMPLES = Path(__file__).parent / "readers/samples"
EACH = int(os.environ.get("KILDE_DAMAGED_DOCUMENTS", "6"))
"""Of each sample; twenty were tried when this was written."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, overwrite, repeat or fill up a file; inside an archive, half of the times, one of its members."""
    if zipfile.is_zipfile(BytesIO(data)) and chance.random() < 0.5:
        return _with_damaged_member(data, chance)
    content = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(content)), chance.randint(1, 200)
        match chance.randrange(5):
            case 0:
                del content[at:]
            case 1:
                content[at : at + length] = chance.randbytes(length)
            case 2:
                content[at:at] = content[max(0, at - length) : at] * chance.randint(1, 500)
            case 3:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                content[at : at + length] = b"<" * length
        if not content:
            break
    return bytes(content)


def _with_damaged_member(data: bytes, chance: random.Random) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        hit = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(content, chance) if name == hit and content else content)
    return file.getvalue()


def test_damaged_documents_are_read_or_refused_and_stop_no_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(17)
    samples = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix not in (".md", ".txt")}
    samples["page.htm"] = page(STORY).encode()
    samples["letter.eml"] = b"Subject: Ferry\r\nFrom: Ada <a@b.example>\r\n\r\n" + "\r\n\r\n".join(STORY).encode()
    sources = []
    for number in range(EACH):
        for name, data in samples.items():
            sources.append(f"{number:03}-{name}")
            (tmp_path / sources[-1]).write_bytes(damaged(data, chance))
    sources.append("whole.html")
    (tmp_path / "whole.html").write_text(page(STORY), "utf-8")
    with ReaderProcess(tmp_path) as readers:
        found = list(readers.articles(sources, frozenset()))
        ended = set(readers.stopped)
    assert list(dict.fromkeys(map(_file, found))) == sources
    assert isinstance(found[-1], Reading)
    unforeseen = [each for each in found if isinstance(each, UnreadableArticle) and "reading it failed" in each.reason]
    assert (unforeseen, ended) == ([], set())
    assert {_file(each) for each in found if isinstance(each, ContainerEnd)} == set(
        filter(file_kinds.is_container, sources)
    )
    assert capfd.readouterr().err == "", "no library says anything of its own"


def _file(found: Reading | UnreadableArticle | ContainerEnd) -> str:
    """Name the file that an answer is about; the line of a dump stands behind a comma."""
    source = found.article.source if isinstance(found, Reading) else found.source
    return file_kinds.file_of(source.partition(", line ")[0])

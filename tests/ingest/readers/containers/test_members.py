"""What comes out of files that hold many articles: each under an id that lasts, and broken ones by name."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ingest.dump_fields import FieldNames
from ingest.errors import UnreadableArticle
from ingest.readers import file_kinds, read_member
from ingest.readers.containers import file_name, members, zip_file
from ingest.readers.containers.member import Member, member_id
from ingest.readers.document import Document
from tests.ingest.readers.pages import STORY

SAMPLES = Path(__file__).parents[1] / "samples"


def found(name: str, data: bytes | None = None, fields: str = "") -> dict[str, Document]:
    """What can be read, by id."""
    data = (SAMPLES / name).read_bytes() if data is None else data
    every = [one for one in members(data, name, fields) if isinstance(one, Member)]
    assert len({one.id for one in every}) == len(every)
    return {one.id: read_member(f"{name}#{one.id}", one) for one in every}


def broken(name: str, data: bytes) -> list[str]:
    return [str(one) for one in members(data, name) if isinstance(one, UnreadableArticle)]


def told(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.json", "dump.csv"])
def test_records_of_dumps(name: str) -> None:
    first, second = found(name).items()
    assert (first[0], second[0]) == ("ekko-1", "ekko-2")
    document = first[1]
    assert told(document) == ["The ferry is back (1)", *STORY]
    stated = document.stated
    assert (stated.title, stated.published) == ("The ferry is back (1)", date(2024, 3, 4))
    assert stated.url == "https://ekko.example/ferry-1"
    assert stated.author in ("Ada Lind, Bo Dahl", "Ada Lind; Bo Dahl")


def test_letters_of_a_mailbox() -> None:
    letters = found("letters.mbox")
    assert list(letters) == ["ferry-1@ekko.example", "ferry-2@ekko.example"]
    document = letters["ferry-2@ekko.example"]
    assert told(document) == [*STORY, "From Monday on it sails again."]
    assert (document.stated.title, document.stated.outlet) == ("The ferry is back (2)", "Ekko nyhetsbrev")


def test_what_a_mail_program_notes_in_a_letter_does_not_change_it() -> None:
    data = (SAMPLES / "letters.mbox").read_bytes()
    noted = data.replace(b"Subject:", b"Status: RO\nX-Mozilla-Status: 0001\nSubject:")
    one, other = (
        [(member.id, member.data) for member in members(letters, "letters.mbox") if isinstance(member, Member)]
        for letters in (data, noted)
    )
    assert one == other


def test_entries_of_rss_as_wordpress_writes_it() -> None:
    entries = found("feed.rss")
    assert list(entries) == ["https://ekko.example/?p=4711", "https://ekko.example/?p=4712"]
    full, short = entries.values()
    assert told(full) == ["The ferry is back – at last", STORY[0], "A new quay", STORY[1]]
    assert (full.stated.author, full.stated.outlet, full.stated.language) == ("Ada Lind", "Ekko", "en")
    assert (full.stated.url, full.stated.published) == ("https://ekko.example/2024/03/04/ferry/", date(2024, 3, 4))
    assert told(short) == ["Snow in May", "Snow fell on the coast in May, and forty buses stood still."]


def test_entries_of_atom_in_their_latest_version() -> None:
    ((name, entry),) = found("feed.atom").items()
    assert name == "tag:ekko.example,2024:ferje"
    assert told(entry)[1] == "Ferjen til Storholmen går igjen fra tirsdag, ikke fra mandag."
    assert (entry.stated.language, entry.stated.published) == ("nb", date(2024, 3, 5))
    first = (SAMPLES / "feed.atom").read_bytes().replace(b"2024-03-05T08", b"2024-03-03T08")
    ((_, entry),) = found("feed.atom", first).items()
    assert told(entry) == ["Ferjen er tilbake", "Ferjen til Storholmen går igjen fra mandag.", "Den tar 120 biler."]


def test_items_of_newsml_g2_in_their_latest_version() -> None:
    ((name, item),) = found("items.xml").items()
    assert name == "urn:newsml:wire.example:20240304:ferry"
    assert told(item) == [
        "Ferry to Storholmen runs again",
        "The ferry to Storholmen runs again from Tuesday, the council said.",
        "It takes 120 cars.",
    ]
    stated = item.stated
    assert (stated.author, stated.outlet, stated.published) == ("Ada Lind", "Coast Wire", date(2024, 3, 4))


def test_an_article_in_nitf() -> None:
    ((name, item),) = found("story.nitf").items()
    assert name == "kyst-20240304-17"
    assert told(item) == [
        "Ferjen til Storholmen er tilbake",
        "Etter en vinter uten ferje går den igjen.",
        "Ferjen til Storholmen går igjen fra mandag, opplyser kommunen. Den tar 120 biler.",
        "Ny kai",
        "Kaia kostet førti millioner kroner.",
        "Ferjen ved kaia i Storholmen.",
    ]
    assert (item.stated.outlet, item.stated.author, item.stated.published) == (
        "Kystnytt", "Ada Lind", date(2024, 3, 4)
    )  # fmt: skip


def test_an_article_in_ninjs() -> None:
    data = (SAMPLES / "ninjs.json").read_bytes()
    ((name, item),) = found("ninjs.json").items()
    assert name == "urn:coast:20240304:ferry"
    assert told(item)[1:] == ["The ferry to Storholmen runs again from Monday, the council said.", "It takes 120 cars."]
    assert (item.stated.outlet, item.stated.author) == ("Coast Wire", "Ada Lind")
    later = json.loads(data) | {"bodies": [
        {"role": "caption", "contentType": "text/plain", "value": "A ferry"},
        {"role": "main", "contentType": "text/html", "value": "<p>It sails.</p>"},
    ]}  # fmt: skip
    del later["body_xhtml"]
    ((_, item),) = found("ninjs.json", json.dumps(later).encode()).items()
    assert told(item)[1:] == ["It sails."]
    with pytest.raises(UnreadableArticle, match="none of its records"):
        found("ninjs.json", json.dumps(later | {"pubstatus": "canceled"}).encode())


def test_pages_of_a_web_archive_as_wget_writes_it() -> None:
    pages = list(members((SAMPLES / "crawl.warc.gz").read_bytes(), "crawl.warc.gz"))
    assert [page.id for page in pages if isinstance(page, Member)] == [
        "http://127.0.0.1:8991/index.html", "http://127.0.0.1:8991/ferry.html"
    ]  # fmt: skip
    assert isinstance(pages[1], Member)
    document = read_member("crawl.warc.gz#ferry", pages[1])
    assert told(document) == ["The ferry is back", *STORY]
    assert document.stated.outlet == "Ekko"


def test_files_of_an_archive_and_records_in_them() -> None:
    assert list(found("bundle.zip")) == [
        "dump.jsonl#ekko-1", "dump.jsonl#ekko-2", "news/ferry.html", "news/ferry.txt"
    ]  # fmt: skip


def test_the_same_record_has_the_same_id_and_data_wherever_it_stands() -> None:
    rows: list[dict[str, object]] = [
        {"headline": f"Ferry {number}", "body": f"It has {number} decks.", "views": number} for number in range(4)
    ]

    def all_of(some: list[dict[str, object]]) -> dict[str, bytes]:
        data = "\n".join(json.dumps(row) for row in some).encode()
        return {one.id: one.data for one in members(data, "a.jsonl") if isinstance(one, Member)}

    before = all_of(rows)
    after = all_of([{"headline": "New", "body": "Something new."}, *reversed([row | {"views": 99} for row in rows])])
    assert before.items() <= after.items()
    assert len(after) == 5


def test_an_id_that_cannot_be_read_is_hashed() -> None:
    assert member_id(" a  b ", b"") == "a b"
    assert len({member_id("x" * 300, b""), member_id("x" * 301, b""), member_id("a\u202eb", b"")}) == 3
    assert all(len(member_id(name, b"")) == 16 for name in ("x" * 300, "a\u202eb", ""))


def test_fields_that_were_set_come_first_and_lead_into_objects() -> None:
    record = {"headline": "Wrong", "meta": {"head": "Right"}, "body": "It sails.", "X-Date": "2024-03-04"}
    setting = "title = meta.head, published=X-Date"
    ((_, item),) = found("a.json", json.dumps([record]).encode(), setting).items()
    assert (item.stated.title, item.stated.published) == ("Right", date(2024, 3, 4))
    for wrong in ("title", "title=", "heading=x", "title=a=b"):
        with pytest.raises(ValueError, match="field=name"):
            FieldNames.parse(wrong)


def test_a_table_says_which_row_is_none() -> None:
    data = b'headline;content\nFerry;"It sails.\nEvery day."\nBridge;It is closed.\n'
    ferry, bridge = found("a.csv", data).values()
    assert told(ferry) == ["Ferry", "It sails.", "Every day."]
    assert told(bridge) == ["Bridge", "It is closed."]


BOMB = b"<!DOCTYPE rss [" + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
) + b"]><rss><channel><item><title>&a11;</title></item></channel></rss>"  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xml", BOMB, "defines entities"),
        ("a.xml", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss>&f;</rss>', "defines entities"),
        ("a.xml", b"<rss>" + b"<a>" * 300, "nested too deep"),
        ("a.xml", b"<rss><channel>", "not well-formed"),
        ("a.xml", b"<html/>", "neither a feed nor"),
        ("a.json", b"[" * 200_000, "not well-formed"),
        ("a.json", b'{"a": ' * 100_000, "not well-formed"),
        ("a.json", b'{"name": "x", "version": 1}', "none of its records has a text"),
        ("a.csv", b"a,b\n1,2\n", "none of its records has a text"),
        ("a.zip", b"PK\x03\x04", "cannot be opened"),
        ("a.mbox", b"Hello", "does not begin as a mailbox"),
        ("a.warc", b"Hello", "no web archive"),
    ],
)
def test_what_holds_no_articles_is_refused(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        list(members(data, name))


def test_what_lies_outside_of_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret", "utf-8")
    data = f'<!DOCTYPE rss SYSTEM "file://{tmp_path}/secret"><rss><channel><item><guid>1</guid>'
    data += "<title>Caf&eacute;</title><description>It sails.</description></item></channel></rss>"
    ((_, item),) = found("a.xml", data.encode()).items()
    assert told(item) == ["Café", "It sails."]


def bundle(**files: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return file.getvalue()


def test_what_unpacks_to_too_much_is_refused_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    large = b"a" * (file_kinds.KINDS[".txt"].largest + 1)
    data = bundle(a_txt=large, b_txt=b"It sails.", c_zip=b"PK", d_json=b"{}")
    assert broken("x.zip", data) == [
        "x.zip#a.txt was skipped: it unpacks to more than 5 MiB.",
        "x.zip#c.zip was skipped: an archive in an archive is not opened.",
        "x.zip#d.json was skipped: none of its records has a text; name its fields with DUMP_FIELDS.",
    ]
    assert list(found("x.zip", data)) == ["b.txt"]
    monkeypatch.setattr(zip_file, "LARGEST", 1000)
    with pytest.raises(UnreadableArticle, match="it unpacks to more than 0 MiB"):
        list(members(bundle(a_txt=b"b" * 600, b_txt=b"c" * 600), "x.zip"))


def test_an_archive_that_is_locked_or_damaged_names_each_file() -> None:
    data = bundle(a_txt=b"It sails. " * 50, b_txt=b"It sails, too.")
    damaged = bytearray(data)
    damaged[data.index(b"a.txt") + 8] ^= 0xFF
    assert broken("x.zip", bytes(damaged)) == ["x.zip#a.txt was skipped: it is damaged: it cannot be unpacked."]


def test_the_name_of_a_file_for_one_article() -> None:
    def named(name: str, ending: str) -> str:
        return file_name(Member(name, ".record", b"", ending=ending))

    assert named("https://ekko.example/2024/ferry?x=1", ".json") == "x-1.json"
    assert named("nord/ferry.html", ".html") == "ferry.html"
    assert named("7@ekko.example", ".eml") == "7-ekko.example.eml"
    assert named("///", ".xml") == "article.xml"

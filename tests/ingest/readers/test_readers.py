# ruff: noqa: E501 - tables of lines as they stand in articles
import contextlib
import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import Article, Dating
from ingest.errors import UnreadableArticle
from ingest.passages import split
from ingest.readers import LARGEST, SUFFIXES, parse_article, read_article


def parse(text: str, source: str = "a.txt") -> Article:
    return parse_article(source, text.encode())


def reason(corpus: Path, source: str) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        read_article(corpus, source)
    assert caught.value.source == source
    return caught.value.reason


def test_a_plain_file_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "nord").mkdir()
    data = "Havnen er stengt i dag.\nDen åpner igjen i morgen.".encode()
    (tmp_path / "nord" / "a.TXT").write_bytes(data)
    article = read_article(tmp_path, "nord/a.TXT")
    assert article.source == "nord/a.TXT"
    assert article.text.encode() == data
    assert article.content_hash == hashlib.sha256(data).hexdigest()
    assert (article.title, article.language, article.encoding) == ("Havnen er stengt i dag", "nb", "utf-8")
    assert (article.outlet, article.published, article.url) == (None, None, None)


def test_markdown_with_front_matter() -> None:
    article = parse(
        "---\ntitle: 'Harbour: closed'\ndate: 2022-03-04\nurl: https://ekko.example/1\noutlet: Dagens Ekko\nlanguage: en-GB\n"
        "---\n# Closed\n\nThe harbour is closed\nafter the storm.\n\n## What now?\n\nNobody knows.\n",
        "a.md",
    )
    assert article.title == "Harbour: closed"
    assert (article.published, article.outlet, article.language) == (date(2022, 3, 4), "Dagens Ekko", "en")
    assert article.url == "https://ekko.example/1"
    assert [(p.heading, article.text[p.start : p.end]) for p in article.paragraphs] == [
        ("Closed", "The harbour is closed\nafter the storm."),
        ("What now?", "Nobody knows."),
    ]


def test_front_matter_of_the_wrong_kind_is_ignored_value_by_value() -> None:
    article = parse(
        "---\ntitle: 1984\ndate: someday\nurl: ftp://x\nlanguage: no\noutlet: [a]\n---\nThe harbour is closed."
    )
    assert (article.title, article.published, article.url, article.outlet) == ("1984", None, None, None)
    assert article.language == "nb"  # a bare `no` is false to YAML


@pytest.mark.parametrize(
    "stated", ["title: a: b: [c\nx: [", "title: [a", "date: 2022-13-45", "a: *b", 'title: "x\ny: z']
)
def test_broken_front_matter_is_refused(stated: str) -> None:
    with pytest.raises(UnreadableArticle, match="front matter is not valid YAML"):
        parse(f"---\n{stated}\n---\nHavnen er stengt.")


@pytest.mark.parametrize(
    "title",
    ["Storm: the harbour is closed", "L'eau : la ville ferme le port", "a: b: c", "What now?:"],
)
def test_a_headline_with_a_colon_needs_no_quotation_marks(title: str) -> None:
    article = parse(f"---\ntitle: {title}  # as sent: late\ndate: 2026-03-04\n---\nHavnen er stengt.")
    assert (article.title, article.published) == (title, date(2026, 3, 4))


@pytest.mark.parametrize(
    "text", ["---\nHavnen er stengt i dag.\n---\nDen åpner.", "---\ntitle: x\nHavnen er stengt i dag."]
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert "Havnen er stengt i dag" in " ".join(p.text for p in split(parse(text)))


def test_front_matter_offsets_hold_with_a_mark_and_cr_lf() -> None:
    data = b"\xef\xbb\xbf---\r\ntitle: Storm\r\n---\r\nHavnen er stengt.\r\n"
    (passage,) = split(parse_article("a.md", data))
    assert (passage.text, passage.first_line) == ("Havnen er stengt.", 4)
    assert passage.text.encode() in data


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_markdown_leaves_out_what_is_not_prose(newline: str) -> None:
    lines = [
        "Storm", "=====", "", "Havnen er stengt.", "", "```", "kode her", "```", "<!-- skjult", "mer -->", "![kart](k.png)", "",
        "***", "", "> Den åpner", "> i morgen.", "", "[1]: https://a.b", "| a | b |", "|---|---|",
    ]  # fmt: skip
    article = parse(newline.join(lines), "a.md")
    assert article.title == "Storm"
    assert [article.text[p.start : p.end] for p in article.paragraphs] == [
        "Havnen er stengt.", f"> Den åpner{newline}> i morgen.", "| a | b |",
    ]  # fmt: skip


def test_text_wrapped_at_a_column_is_joined_until_a_blank_line() -> None:
    text = (
        "Havnen i byen har vært stengt siden tidlig i går morges, og\n"
        "ingen av skipene som ligger der kan gå ut før vinden løyer\n"
        "og bølgene legger seg igjen, sier havnesjefen til avisen i\n"
        "dag. Hun venter at det skjer i løpet av helgen.\n\n"
        "Byen venter."
    )
    article = parse(text)
    assert len(article.paragraphs) == 2
    assert len(split(article)[0].sentences) == 3


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Storm stenger havnen\nHavnen er stengt i dag.", "Storm stenger havnen"),
        ("Hvorfor er havnen stengt?\nHavnen er stengt på grunn av storm i dag.", "Hvorfor er havnen stengt?"),
        ("Mest lest\nHavnen er stengt. Den åpner snart.", "Havnen er stengt"),
        ("(NTB) – Havnen er stengt i dag.", "Havnen er stengt i dag"),
        ("OSLO (NTB): Havnen er stengt i dag.", "Havnen er stengt i dag"),
        ("(رويترز) – أغلق الميناء اليوم . وسيفتح غدا .", "أغلق الميناء اليوم"),
        ("3. mars 2022\nHavnen er stengt i dag.", "Havnen er stengt i dag"),
        ("ord " * 60, ("ord " * 29 + "ord…")),
        ("x" * 300, "x" * 119 + "…"),
    ],
)  # fmt: skip
def test_title(text: str, title: str) -> None:
    assert parse(text).title == title
    assert len(title) <= 120


@pytest.mark.parametrize(
    ("text", "outlet", "start"),
    [
        ("(Dagens Ekko) – Havnen er stengt.", "Dagens Ekko", "Havnen"),
        ("(صدى اليوم) – أغلق الميناء.", "صدى اليوم", "أغلق"),
        ("BERGEN (NTB) – Havnen er stengt.", "NTB", "BERGEN"),
        ("LONDON, March 3 (Ekko) -- The harbour is closed.", "Ekko", "LONDON"),
        ("WASHINGTON, D.C. (Ekko) - The harbour is closed.", "Ekko", "WASHINGTON"),
        ("القاهرة (صدى) - أغلق الميناء.", "صدى", "القاهرة"),
        ("МОСКВА, 3 марта. /ЭХО/. – Порт закрыт.", "ЭХО", "МОСКВА"),
        ("МОСКВА (Эхо) — Порт закрыт.", "Эхо", "МОСКВА"),
        ("（回声社）－港口今天关闭。", "回声社", "港口"),
        ("Storm i byen\n(NTB) – Havnen er stengt.", "NTB", "Havnen"),
        ("(Updated) – Havnen er stengt.", None, "(Updated)"),
        ("Havnen (den gamle) er stengt – igjen.", None, "Havnen"),
        ("Havnen er stengt. Byen (Ekko) – den venter.", None, "Havnen"),
        ("(Havnen) er stengt.", None, "(Havnen)"), ("Kari Berg (Ap) – som leder havnen – er syk.", None, "Kari"),
        ("Oslo (NTB) – Havnen er stengt.", "NTB", "Oslo"),
    ],
)  # fmt: skip
def test_outlet_from_the_dateline(text: str, outlet: str | None, start: str) -> None:
    article = parse(text)
    assert article.outlet == outlet
    assert article.text[article.paragraphs[0].start :].startswith(start)
    assert outlet is None or outlet not in article.title


@pytest.mark.parametrize(
    ("text", "outlet", "day", "title"),
    [
        (
            "(Harbour Wire, 12 March 2026) – The harbour is closed.",
            "Harbour Wire",
            date(2026, 3, 12),
            "The harbour is closed",
        ),
        ("LONDON, March 12, 2026 (Ekko) - The harbour is closed.", "Ekko", date(2026, 3, 12), "The harbour is closed"),
        ("OSLO, 12. mars 2026 (NTB) – Havnen er stengt.", "NTB", date(2026, 3, 12), "Havnen er stengt"),
        ("OSLO, 12. mars (NTB) – Havnen er stengt.", "NTB", None, "Havnen er stengt"),
        ("(Dagens Ekko, 12. mars) – Havnen er stengt.", "Dagens Ekko", None, "Havnen er stengt"),
        ("القاهرة (رويترز، 12 مارس 2026) – أغلق الميناء.", "رويترز", date(2026, 3, 12), "أغلق الميناء"),
        ("BERLIN (dpa) - Der Hafen ist ab 12. März 2027 zu.", "dpa", None, "Der Hafen ist ab 12. März 2027 zu"),
    ],
)
def test_the_day_of_a_dateline(text: str, outlet: str, day: date | None, title: str) -> None:
    article = parse(text)
    assert (article.outlet, article.published, article.title) == (outlet, day, title)
    assert article.dated is (Dating.MASTHEAD if day else None)


def test_a_line_with_the_day_of_publication_goes_before_the_dateline() -> None:
    article = parse("Published: 14 March 2026\nLONDON, March 12, 2026 (Ekko) - The harbour is closed.")
    assert article.published == date(2026, 3, 14)


BODIES = {
    "nb": "Havnen i byen er stengt på grunn av stormen, sier havnesjefen.",
    "en": "The harbour is closed today because of the storm, says its master.",
    "ar": "أغلق الميناء أبوابه اليوم بسبب العاصفة القوية.",
    "ru": "Порт закрыт сегодня из-за сильного шторма.",
    "es": "El puerto de la ciudad está cerrado hoy por la tormenta.",
    "zh": "由于风暴，港口今天关闭。",
}


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "Published: 4 March 2022", date(2022, 3, 4)), ("en", "Published March 4, 2022, 10:15 am", date(2022, 3, 4)),
        ("nb", "Publisert 4. mars 2022 kl. 12.30", date(2022, 3, 4)), ("nb", "Publisert: 04.03.2022", date(2022, 3, 4)),
        ("ar", "نُشر في 4 مارس 2022", date(2022, 3, 4)), ("ar", "تاريخ النشر: ٤ آذار ٢٠٢٢", date(2022, 3, 4)),
        ("nb", "Oppdatert 5. mars 2022, publisert 4. mars 2022", date(2022, 3, 4)), ("nb", "2022-03-04", date(2022, 3, 4)),
        ("en", "2022-03-04T10:15:00Z", date(2022, 3, 4)), ("nb", "fredag 4. mars 2022", date(2022, 3, 4)),
        ("zh", "2022年3月4日", date(2022, 3, 4)), ("ru", "Опубликовано 4 марта 2022", date(2022, 3, 4)),
        ("es", "Publicado el 4 de marzo de 2022", date(2022, 3, 4)), ("en", "Published: 13/12/2022", date(2022, 12, 13)),
        ("en", "Published: 12/13/2022", date(2022, 12, 13)), ("en", "Published: 03/04/2022", None),
        ("en", "Published: 4 March", None), ("en", "Published: 31 February 2022", None),
        ("nb", "Oppdatert 5. mars 2022", None), ("nb", "Skipet i havnen sank 4. mars 2022.", None),
        ("nb", "© 2022 Ekko", None), ("en", "Boka «1984» ble publisert.", None),
    ],
)  # fmt: skip
def test_published_where_clearly_stated(language: str, line: str, expected: date | None) -> None:
    article = parse(f"{line}\n{BODIES[language]}")
    assert article.published == expected
    if expected:
        assert [p.text for p in split(article)] == [BODIES[language]]
        assert split(article)[0].heading == ""


def test_a_date_in_the_middle_of_the_article_is_not_its_own() -> None:
    body = "\n".join(f"Setning nummer {n} er lang nok." for n in range(8))
    assert parse(f"{body}\n2022-03-04\nSlutt på saken.").published is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"), (b" \n\t\r\n", "empty"), (b"\xef\xbb\xbf\n", "empty"), ("\u2028\u00a0".encode(), "empty"),
        ("Mest lest\n© 2022 Ekko\n* * *".encode(), "nothing is left"), (b"---\ntitle: x\n---\n", "nothing is left"),
        (b"abc\0def", "binary"), (b"%PDF-1.7\nabc", "binary"), (b"\x01\x02\x03abc" * 20, "binary"),
        (b"\xff\xfea", "UTF-16"), (b"\xef\xbb\xbf\xe5", "UTF-8"), ("å".encode("utf-16"), ""),
        ("Været på Sørøya er dårlig. ".encode() * 9 + b"\xe5", "broken bytes"), (bytes(range(128, 256)) * 3, "encoding"),
    ],
)  # fmt: skip
def test_refused_contents(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    if expected:
        assert expected in reason(tmp_path, "a.txt")
    else:
        assert read_article(tmp_path, "a.txt").text == "å"


def test_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * (LARGEST + 1))
    assert reason(tmp_path, "a.txt") == "it is too large (over 5 MiB)"


def test_refused_files(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "folder.txt").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("Ikke for alle.")
    (corpus / "out.txt").symlink_to("../secret.txt")
    (corpus / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "a.xyz").write_text("Havnen er stengt.")
    assert reason(corpus, "gone.txt") == "it has vanished"
    assert reason(corpus, "out.txt") == "it is a link that leads out of the folder"
    assert reason(corpus, "../secret.txt") == "it is a link that leads out of the folder"
    assert "itself" in reason(corpus, "loop.txt")
    assert "ordinary file" in reason(corpus, "pipe.txt")
    assert "folder" in reason(corpus, "folder.txt") or "ordinary file" in reason(corpus, "folder.txt")
    assert reason(corpus, "a.xyz") == f"only {', '.join(sorted(SUFFIXES))} files are read"
    assert reason(corpus, "x" * 300 + ".txt") == "its name is too long"
    with pytest.raises(UnreadableArticle, match="not valid UTF-8"):
        read_article(corpus, "\udce5.txt")
    with pytest.raises(UnreadableArticle, match="no file"):
        read_article(corpus, "\0.txt")


def test_a_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Havnen er stengt.")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert read_article(tmp_path, "b.txt").source == "b.txt"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Havnen er stengt.")
    (tmp_path / "a.txt").chmod(0)
    assert "permission" in reason(tmp_path, "a.txt")


def test_permission_denied_is_told_whoever_runs_this(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Havnen er stengt.")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert reason(tmp_path, "a.txt") == "permission is denied; make it readable"


ENCODED = {
    "cp1252": "Regjeringen sier at havnen på Sørøya blir stengt i to uker på grunn av været, men ikke når den åpner. "
    * 3,
    "cp1256": "أعلنت الحكومة أن الميناء سيغلق أبوابه لمدة أسبوعين بسبب العاصفة القوية. " * 3,
    "cp1251": "Правительство сообщает, что порт будет закрыт на две недели после шторма. " * 3,
    "koi8-r": "Правительство сообщает, что порт будет закрыт на две недели после шторма. " * 3,
    "cp1250": "Rząd poinformował, że port będzie zamknięty przez dwa tygodnie z powodu burzy. " * 3,
    "gb18030": "政府表示，由于风暴，港口将关闭两周。居民必须等待。" * 3,
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_legacy_encodings(encoding: str) -> None:
    data = ENCODED[encoding].encode(encoding)
    article = parse_article("a.txt", data)
    assert article.text == ENCODED[encoding]
    assert all(passage.text.encode(article.encoding) in data for passage in split(article))


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen åpner en ny bro over Lilleelva søndag. Broen er 310 meter lang og kostet førti millioner kroner.\n"
        "Broen er den lengste i landet, sier ordføreren på Åsgård.\n",
        "Før eller senere er de på øya igjen, sier Åse.",
        "Le maire a annoncé que l'école resterait fermée.",
    ],
)
def test_latin_letters_with_marks_are_not_read_as_another_script(text: str) -> None:
    assert parse_article("a.txt", text.encode("cp1252")).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    text = "Havnen på Sørøya er stengt.\r\nأغلق الميناء اليوم.\u2028😀 Slutt."
    data = text.encode(encoding)
    article = parse_article("a.txt", data)
    assert article.text == text
    assert article.text.encode(article.encoding) in data


@given(st.binary(max_size=400) | st.text().map(lambda t: t.encode("utf-8")), st.sampled_from(sorted(SUFFIXES)))
def test_no_bytes_raise_anything_else(data: bytes, suffix: str) -> None:
    try:
        article = parse_article(f"a{suffix}", data)
    except UnreadableArticle:
        return
    assert article.title.strip()
    assert article.text.encode(article.encoding) in data
    for passage in split(article):
        assert passage.text == article.text[passage.start : passage.end]
        assert passage.text.encode(article.encoding) in data


YAML_BITS = st.lists(
    st.sampled_from(["title: ", "date: ", "2022-99-99", "[", "{", "&a ", "*a", "!!python/x ", "\n", "- ", "|", ": "])
)


@given(YAML_BITS)
def test_no_front_matter_raises_anything_else(bits: list[str]) -> None:
    with contextlib.suppress(UnreadableArticle):
        parse(f"---\ntitle: {''.join(bits)}\n---\nHavnen er stengt.")

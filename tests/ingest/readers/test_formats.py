"""Documents as other programs write them: what is read of each, and what of each is refused in words.

`samples/` was made by pandoc 2.17 (DOCX, ODT, RTF, EPUB) and Chromium 156 (PDF, MHTML); `samples/README.md` says how.
"""

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.errors import UnreadableArticle
from ingest.readers import file_kinds, parse_article, read_article
from ingest.readers.document import page_of
from ingest.text.sentences import sentences
from tests.ingest.readers.pages import STORY

SAMPLES = Path(__file__).parent / "samples"
LEAD = (
    "The ferry to Storholmen runs again from Monday, the council said after a winter without one. Many had given up "
    "hoping that it would come back before the summer, and some had sold their houses on the island."
)
FERRY = [
    LEAD,
    "It takes 120 cars and 300 passengers, and its new quay cost forty million kroner.",
    "The fishermen of the island had waited since the storm of January took the old quay away.",
    "The first boat leaves at 06.15",
    "The last one leaves at 23.30",
    "Day | Departures",
    "Monday | 14",
    "Sunday | 6",
    "“We are glad that it is over,” said the mayor.",
]
NOTE = "The council had planned for thirty million."
ARABIC = [
    "قالت الوزارة يوم الاثنين إن العبارة الجديدة ستعود إلى الخدمة بعد شتاء طويل من الانتظار.",
    "وتتسع العبارة لمئة وعشرين سيارة، وقد كلف رصيفها الجديد أربعين مليون كرونة.",
]


def told(article: Article) -> list[str]:
    return [article.text[part.start : part.end] for part in article.paragraphs]


def headings(article: Article) -> list[str]:
    return list(dict.fromkeys(article.text[start:end] for start, end in article.headings))


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".epub"])
def test_every_paragraph_of_a_document_is_read_in_order_with_its_headings(suffix: str) -> None:
    article = read_article(SAMPLES, f"ferry{suffix}")
    read = [paragraph.removesuffix("¹") for paragraph in told(article)]
    assert read == [*FERRY, NOTE]
    assert headings(article) == ["The ferry is back", "A long wait"]
    assert (article.title, article.language) == ("The ferry is back", "en")
    assert {part.heading for part in article.paragraphs if article.text[part.start :].startswith("The fishermen")} == {
        "A long wait"
    }


def test_rich_text_has_every_paragraph_too() -> None:
    article = read_article(SAMPLES, "ferry.rtf")
    read = [paragraph.removeprefix("• ") for paragraph in told(article)]
    assert [paragraph for paragraph in read if paragraph in FERRY] == FERRY
    assert article.title == "The ferry is back"


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_arabic_documents_are_read_letter_for_letter(suffix: str) -> None:
    article = read_article(SAMPLES, f"arabic{suffix}")
    assert (told(article), article.title, article.language) == (ARABIC, "عودة العبارة", "ar")


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def docx(body: str, **others: str) -> bytes:
    """A Word document with this body; other members by path, with `__` for `/`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, content in others.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def test_only_what_word_shows_is_read() -> None:
    box = paragraph(run("The box says that the bar is open."))
    body = (
        paragraph(run("Ferga er tilbake"), properties='<w:pStyle w:val="Overskrift1"/>')
        + paragraph(
            run("The ferry "), run("runs", "<w:b/>"), run(" again."), f'<w:del w:id="1">{run("Never.")}</w:del>'
        )
        + paragraph(
            run("It takes 120 cars."), run("A secret note.", "<w:vanish/>"), f'<w:ins w:id="2">{run(" New.")}</w:ins>'
        )
        + paragraph(run("First line,"), "<w:r><w:br/></w:r>", run("second line."))
        + paragraph(
            "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
            f"{box}</w:txbxContent></mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
            run("Around the box."),
        )
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('One column only arranges.'))}</w:tc></w:tr></w:tbl>"
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('Day'))}</w:tc><w:tc>{paragraph(run('14'))}</w:tc></w:tr></w:tbl>"
    )
    style = '<w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>'
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{paragraph(run("---"))}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph(run("The note tells more."))}</w:footnote></w:footnotes>'
    )
    data = docx(body, **{"word__styles.xml": f"<w:styles {W}>{style}</w:styles>", "word__footnotes.xml": notes})
    article = parse_article("a.docx", data)
    assert headings(article) == ["Ferga er tilbake"]
    assert told(article) == [
        "The ferry runs again.", "It takes 120 cars. New.", "First line,", "second line.",
        "The box says that the bar is open.", "Around the box.", "One column only arranges.", "Day | 14",
        "The note tells more.",
    ]  # fmt: skip


def test_a_page_that_a_browser_saved_is_read_like_the_page() -> None:
    article = read_article(SAMPLES, "saved.mhtml")
    assert told(article) == STORY
    assert (article.title, article.outlet, article.author) == ("The ferry is back", "Ekko", "Ada Lind")
    assert article.url == "https://ekko.example/ferry"
    data = (
        (SAMPLES / "saved.mhtml")
        .read_bytes()
        .replace(b'<link rel=3D"can=\r\nonical"', b"<link")
        .replace(b"canonical", b"other")
    )
    assert parse_article("a.mht", data).url == "https://ekko.example/saved"


def letter(*, html: str = "", text: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF-1.7 attached", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment("Attached text is no text of it.", filename="notes.txt")
    return message.as_bytes()


def test_a_letter_is_its_text_with_what_its_header_states() -> None:
    text = f"{LEAD}\n\nIt takes 120 cars.\n-- \nAda Lind, press officer\n"
    headers = {"Subject": "Fwd: RE: Fergen er tilbake på øya", "From": "Åda Lind <ada@ekko.example>"}
    article = parse_article("a.eml", letter(text=text, Date="Mon, 04 Mar 2024 08:00:00 +0100", **headers))
    assert told(article) == [LEAD, "It takes 120 cars."]
    assert (article.title, article.author, article.outlet) == ("Fergen er tilbake på øya", "Åda Lind", None)
    assert article.published == date(2024, 3, 4)


def test_a_newsletter_is_read_from_its_html_and_is_of_its_outlet() -> None:
    html = "<html><head><style>p {}</style></head><body><h1>The ferry is back</h1>"
    html += f"<table><tr><td><p>{LEAD}</p></td></tr></table>"
    html += "<p>It takes 120 cars.<sup>1</sup></p><ul><li>First boat: 06.15</li></ul><script>x()</script></body></html>"
    data = letter(
        html=html, text="View this in a browser.", Subject="The ferry", From="Ekko <n@ekko.example>", List_Id="<n>"
    )
    article = parse_article("a.eml", data)
    assert told(article) == [LEAD, "It takes 120 cars.¹", "First boat: 06.15"]
    assert (article.outlet, article.author) == ("Ekko", None)


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "koi8-r"])
def test_a_letter_is_decoded_as_it_says(charset: str) -> None:
    said = (
        "Паром снова ходит на остров с понедельника." if charset != "iso-8859-1" else "Båten går til øya fra mandag av."
    )
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content(f"{said}\n", charset=charset, cte="8bit" if charset == "utf-8" else "quoted-printable")
    assert told(parse_article("a.eml", message.as_bytes())) == [said]


def test_a_pdf_in_columns_is_read_sentence_by_sentence_without_running_heads() -> None:
    article = read_article(SAMPLES, "report.pdf")
    pages = article.text.count("\f") + 1
    assert pages == 6
    written = [line for line in (SAMPLES / "report.txt").read_text("utf-8").splitlines() if line]
    read = article.text.replace("\f", " ")
    missing = [line[a:b] for line in written for a, b in sentences(line, "en") if line[a:b] not in read]
    assert missing == []
    assert headings(article) == ["The ferry report", "What it cost"]
    assert "annual report" not in read
    assert "Page" not in read
    assert sum(len(line) for line in written) <= len(read) <= sum(len(line) + 2 for line in written) + 100
    assert page_of(article.text, article.text.index("in year 1900")) == 1
    assert page_of(article.text, article.text.rindex("in year 2003")) == pages


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("scan.pdf", "it is a scan: 2 of its 2 pages are pictures without text"),
        ("arabic-unordered.pdf", "its text runs from right to left, in an order that cannot be told from the file"),
    ],
)
def test_a_pdf_that_cannot_be_quoted_from_is_refused_in_words(name: str, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        read_article(SAMPLES, name)


def pdf_of(pages: int, password: str = "") -> bytes:
    from pypdf import PdfWriter

    file, writer = io.BytesIO(), PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(file)
    return file.getvalue()


BOMB = docx("<w:p><w:r><w:t>" + "x" * (80 * 1024 * 1024) + "</w:t></w:r></w:p>")
ENTITIES = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '&a;&a;&a;'>" for n in range(30)) + "]>"
HOSTILE = {
    "bomb.docx": (BOMB, "unpacks to more than"),
    "deep.docx": (docx("<w:p>" * 100_000), "nested too deep"),
    "open.docx": (docx("<w:p>"), "not well-formed"),
    "no zip.docx": (b"PK\x03\x04 not really", "cannot be opened"),
    "empty.docx": (docx(""), "no text"),
    "other.odt": (docx(""), "content.xml is not in it"),
    "other.epub": (docx(""), "container.xml is not in it"),
    "no.rtf": (b"plain text", "it is no RTF"),
    "deep.rtf": (b"{\\rtf1 " + b"{" * 200_000, "no text"),
    "no.eml": (b"\x00\x01\x02", "does not begin with the header of a letter"),
    "empty.eml": (b"Subject: x\r\n\r\n", "no text in this letter"),
    "no.mhtml": (b"Subject: x\r\n\r\nno page", "there is no page in it"),
    "no.pdf": (b"%PDF-1.7 and no more", "damaged"),
    "blank.pdf": (pdf_of(2), "there is no text in it"),
    "long.pdf": (pdf_of(400), "400 pages, more than the 300"),
    "locked.pdf": (pdf_of(1, "secret"), "encrypted"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_damaged_or_hostile_is_refused_in_words(name: str) -> None:
    data, reason = HOSTILE[name]
    with pytest.raises(UnreadableArticle, match=reason):
        parse_article(name, data)


def test_entities_are_never_expanded() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"{ENTITIES}<w:document {W}><w:p>&a29;</w:p></w:document>")
    with pytest.raises(UnreadableArticle, match="declares a document type"):
        parse_article("a.docx", file.getvalue())


def test_every_kind_is_named_in_the_manual() -> None:
    manual = (Path(__file__).parents[3] / "docs/articles-in.md").read_text("utf-8")
    assert [suffix for suffix in file_kinds.KINDS if f"`{suffix}`" not in manual] == []

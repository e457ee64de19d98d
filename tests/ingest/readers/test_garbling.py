# ruff: noqa: E501 - lines as they stand in articles
import pytest

from ingest.errors import UnreadableArticle
from ingest.readers import parse_article
from tests.ingest.text.test_languages import SENTENCES

SINGLE = [
    "cp850",
    "cp437",
    "cp852",
    "cp865",
    "cp866",
    "cp862",
    "cp864",
    "cp720",
    "cp737",
    "cp857",
    "mac_roman",
    "mac_latin2",
    "mac_cyrillic",
    "mac_greek",
    "mac_arabic",
    "mac_farsi",
    "mac_turkish",
    "koi8_t",
    "iso2022_jp",
    "iso2022_kr",
    "hz",
    "utf_7",
    "euc_kr",
    "shift_jis",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "koi8_r",
    "koi8_u",
    "iso8859_2",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "iso8859_8",
    "gb18030",
    "big5",
    "cp874",
    "cp1258",
    "cp949",
]


@pytest.mark.parametrize("encoding", SINGLE)
def test_what_is_read_is_the_true_text(encoding: str) -> None:
    """In whatever encoding a text comes: it is read as it was written, or refused."""
    read = 0
    for text in SENTENCES.values():
        whole = f"{text}\n{text} 2024."
        try:
            data = whole.encode(encoding)
        except UnicodeEncodeError:
            continue
        if sum(character > "\x7f" for character in text) < 2:  # one letter is too little to tell anything by
            continue
        try:
            assert parse_article("a.txt", data).text == whole
        except UnreadableArticle:
            continue
        read += 1
    assert read or encoding not in {"cp1252", "cp1251", "cp1256", "koi8_r", "gb18030"}


@pytest.mark.parametrize(
    "text", ["Broen på Åsgård åpner lørdag, sier Åse.", "Le café de l’école fermé à midi, dit René."]
)
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_letters_garbled_before_they_were_saved_are_refused(text: str, encoding: str) -> None:
    garbled = text.encode().decode(encoding, "replace")
    with pytest.raises(UnreadableArticle, match="garbled"):
        parse_article("a.txt", garbled.encode())


def test_a_text_of_two_encodings_is_refused() -> None:
    data = "Kaféen på hjørnet er stengt. ".encode() + "Ålesund får ny bro.".encode("cp1252")
    with pytest.raises(UnreadableArticle, match="save it again as UTF-8"):
        parse_article("a.txt", data)


@pytest.mark.parametrize(
    "text",
    [
        "Kjøp og salg på AØL, sier Åse – «alt er OK» – og l’été på Øya.", "Temperaturen var 20°C på Ås i går.",
        "Le prix est de 5 €, dit-il… «C’est l’été»", "¿Qué pasó? ¡Nadie lo sabe!", "Å være på øya er bra, sa hun—og dro.",
    ],
)  # fmt: skip
def test_what_is_rare_but_right_is_read(text: str) -> None:
    assert parse_article("a.txt", text.encode("cp1252")).text == text
    assert parse_article("a.txt", text.encode()).text == text

# ruff: noqa: E501 - lines as they stand in articles
from datetime import date

import pytest

from ingest.errors import UnreadableArticle
from ingest.passages import split
from ingest.readers import parse_article
from ingest.readers.calendars import from_jalali, from_thai
from ingest.readers.dates import find_date


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("hi", "4 मार्च 2024", date(2024, 3, 4)), ("fr", "4 fe\u0301vrier 2024", date(2024, 2, 4)), ("th", "4 มีนาคม 2567", date(2024, 3, 4)),
        ("th", "4 มีนาคม พ.ศ. 2567", date(2024, 3, 4)), ("fa", "۱۴ اسفند ۱۴۰۲", date(2024, 3, 4)), ("fa", "1402/12/14", date(2024, 3, 4)),
        ("fa", "۳۰ اسفند ۱۴۰۲", None), ("ja", "令和6年3月4日", date(2024, 3, 4)), ("zh", "民國113年3月4日", date(2024, 3, 4)),
        ("vi", "4 tháng 3, 2024", date(2024, 3, 4)), ("hu", "2024. március 4.", date(2024, 3, 4)), ("en", "2567-03-04", None),
        ("bn", "৪ মার্চ ২০২৪", date(2024, 3, 4)), ("en", "03/04/2024", None),
    ],
)  # fmt: skip
def test_dates_as_they_are_written(language: str, text: str, day: date | None) -> None:
    assert find_date(text, language) == day


def test_calendars() -> None:
    assert from_jalali(1403, 1, 1) == date(2024, 3, 20)
    assert from_jalali(1399, 12, 30) == date(2021, 3, 20)
    assert from_jalali(1404, 7, 1) == date(2025, 9, 23)
    assert from_jalali(1402, 12, 30) is from_jalali(1402, 13, 1) is None
    assert from_thai(2567, 2, 29) == date(2024, 2, 29)
    assert from_thai(2566, 2, 29) is None


def test_toml_and_json_state_what_yaml_does() -> None:
    toml = parse_article(
        "a.md", b'+++\ntitle = "Bro stengt"\ndate = 2024-03-04\ntags = ["bro"]\n+++\n\nBroen er stengt i dag.\n'
    )
    json = parse_article(
        "a.md", b'{\n "title": "Bro stengt",\n "date": "4. mars 2024", "language": "nb"\n}\n\nBroen er stengt i dag.\n'
    )
    for article in (toml, json):
        assert (article.title, article.published) == ("Bro stengt", date(2024, 3, 4))
        assert [passage.text for passage in split(article)] == ["Broen er stengt i dag."]
    with pytest.raises(UnreadableArticle, match="not valid TOML"):
        parse_article("a.md", b"+++\ntitle = Bro\n+++\nBroen er stengt.")
    assert parse_article("a.txt", b"{Broen} er stengt i dag.").paragraphs


@pytest.mark.parametrize("stated", ["4. mars 2024", "20240304", "'2024-03-04T10:00:00+01:00'", "2024-03-04"])
def test_dates_of_front_matter_in_the_language_of_the_article(stated: str) -> None:
    article = parse_article(
        "a.md", f"---\ntitle: Bro\ndate: {stated}\n---\nBroen er stengt, sier ordføreren i dag.".encode()
    )
    assert article.published == date(2024, 3, 4)


def test_the_header_of_a_letter() -> None:
    text = "Fra: Ekko <ekko@ekko.example>\nTil: lesere@ekko.example\nEmne: =?utf-8?q?Bro_stengt_p=C3=A5_Lund?=\nDato: Mon, 4 Mar 2024 08:00:00 +0100\n\nBroen er stengt.\n"
    article = parse_article("a.txt", text.encode())
    assert (article.title, article.published) == ("Bro stengt på Lund", date(2024, 3, 4))
    assert [passage.text for passage in split(article)] == ["Broen er stengt."]
    interview = parse_article("a.txt", b"From: a village nobody knows\nTo: the capital\nA journey took nine days.")
    assert "From: a village nobody knows" in interview.text[: interview.paragraphs[0].end] or interview.title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("SPORT\nUlv vant cupen etter straffer\nUlv vant cupen lørdag, sier treneren.", "Ulv vant cupen etter straffer"),
        ("Bergen, 4. mars 2024\nBro over elva stengt til mai\nBroen er stengt, sier ordføreren.", "Bro over elva stengt til mai"),
        ("Hjem > Nyheter > Innenriks\nBro over elva stengt til mai\nBroen er stengt, sier ordføreren.", "Bro over elva stengt til mai"),
        ("Bro stengt\nBroen er stengt, sier ordføreren.", "Bro stengt"),
    ],
)  # fmt: skip
def test_the_headline_is_the_title(text: str, title: str) -> None:
    assert parse_article("a.txt", text.encode()).title == title

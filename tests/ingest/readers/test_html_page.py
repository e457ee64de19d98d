"""Pages: what is the article, what they state, and what of a page no reader may choke on."""

from datetime import date

import pytest

from ingest.article import Article, Dating
from ingest.errors import UnreadableArticle
from ingest.readers import parse_article
from tests.ingest.readers.pages import STORY, page


def told(article: Article) -> list[str]:
    return [article.text[part.start : part.end] for part in article.paragraphs]


def test_a_page_is_its_article_and_what_it_states() -> None:
    article = parse_article("a.html", page(STORY).encode())
    assert told(article) == STORY
    assert (article.title, article.outlet, article.author) == ("The ferry is back", "Ekko", "Ada Lind")
    assert (article.published, article.dated) == (date(2024, 3, 4), Dating.STATED)
    assert (article.url, article.language) == ("https://ekko.example/ferry", "en")
    assert article.reader.startswith("html_page 1 (trafilatura ")
    assert [article.text[start:end] for start, end in article.headings] == ["The ferry is back"]


ARABIC = [
    "قالت الوزارة يوم الاثنين إن العبارة الجديدة ستعود إلى الخدمة بعد شتاء طويل من الانتظار.",
    "وتتسع العبارة لمئة وعشرين سيارة، وقد كلف رصيفها الجديد أربعين مليون كرونة.",
    "وكان الصيادون في الجزيرة ينتظرون منذ أن جرفت عاصفة يناير الرصيف القديم.",
]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "utf-16"])
def test_a_page_is_decoded_as_it_says(encoding: str) -> None:
    text = page(ARABIC, title="عودة العبارة", language="ar").replace('charset="utf-8"', f'charset="{encoding}"')
    article = parse_article("a.htm", text.encode(encoding))
    assert told(article) == ARABIC
    assert article.language == "ar"


def test_headings_lists_quotations_and_tables_keep_their_order_and_every_word() -> None:
    body = (
        f"<article><h1>The ferry is back</h1><p>{STORY[0]}</p><h2>A long <em>wait</em></h2><p>{STORY[2]}</p>"
        "<ul><li>The first boat leaves at 06.15 from the new quay</li><li>The last one leaves at 23.30</li></ul>"
        f"<blockquote><p>{STORY[3]}</p></blockquote>"
        "<table><tr><th>Day</th><th>Departures</th></tr><tr><td>Monday</td><td>14</td></tr></table>"
        f"<p>{STORY[1]}<br>It is called <a href='/x'>Havørn</a>.</p></article>"
    )
    article = parse_article("a.html", f"<html lang=en><title>The ferry is back</title><body>{body}".encode())
    lines = [line for line in article.text.split("\n\n") if line]
    assert lines == [
        "The ferry is back", STORY[0], "A long wait", STORY[2], "The first boat leaves at 06.15 from the new quay",
        "The last one leaves at 23.30", STORY[3], "Day | Departures", "Monday | 14", STORY[1], "It is called Havørn.",
    ]  # fmt: skip
    assert {part.heading for part in article.paragraphs[1:3]} == {"A long wait"}


def test_lines_that_are_not_the_article_are_left_out_with_a_reason() -> None:
    article = parse_article("a.html", page([*STORY, "Read more: New bridge over the sound"]).encode())
    assert told(article) == STORY
    assert [article.text[part.start : part.end] for part in article.left_out] == [
        "Read more: New bridge over the sound"
    ]


def test_no_day_is_guessed_where_a_page_states_none() -> None:
    text = page(STORY).replace('<meta property="article:published_time" content="2024-03-04T08:00:00+01:00">', "")
    assert parse_article("a.html", text.encode()).published is None


def test_pictures_written_into_a_page_are_passed_over() -> None:
    picture = f'<img src="data:image/png;base64,{"iVBORw0K" * 500_000}">'
    text = page(STORY).replace("<p>", f"{picture}<p>", 1)
    assert told(parse_article("a.html", text.encode())) == STORY


HOSTILE = {
    "empty": b"",
    "no html": b"\x00\x01\x02" * 100,
    "deep": b"<div>" * 20_000 + b"text",
    "deep inline": b"<p>" + b"<b><i>" * 5_000 + b"text",
    "many": b"<html><body>" + b"<p>x</p>" * 300_000,
    "no article": b"<html><body><nav><a href=/>Home</a></nav></body></html>",
    "frames": b"<html><frameset><frame src=a></frameset></html>",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_article_is_refused_in_words(kind: str) -> None:
    with pytest.raises(UnreadableArticle, match=r"^a\.html was skipped: .{10,100}\.$"):
        parse_article("a.html", HOSTILE[kind])

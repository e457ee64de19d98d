"""PDFs whose text runs from right to left, made by several programs: read as written, or refused."""

from pathlib import Path

import pytest

from ingest.errors import UnreadableArticle
from ingest.readers import read_article
from ingest.readers.pdf_glyphs import Glyph
from ingest.readers.pdf_right_to_left import lines_of
from ingest.readers.reading_direction import expect_readable
from ingest.readers.visual_order import levels_of, read_order, turned_pairs

SAMPLES = Path(__file__).parent / "samples"
ARABIC = [
    "عودة العبّارة إلى الخدمة",
    "قالت الوزارة يوم الاثنين إن العبّارة الجديدة (واسمها Nordvik 2) ستعود إلى الخدمة في 14 مارس 2024، بعد شتاءٍ طويل من "
    "الانتظار.",
    "وتتسع العبّارة لـ120 سيارة و300 راكب، وقد كلّف رصيفها «الجديد» 40.5 مليون كرونة، أي 12% من ميزانية البلدية. "
    "لا يزال القبطان أولًا ينتظر إذنًا من هيئة NSA [سلطة الملاحة].",
]
PERSIAN = [
    "بازگشت کشتی مسافربری",
    "وزارت راه روز دوشنبه گفت که کشتی تازه (به نام Nordvik 2) در ۱۴ مارس ۲۰۲۴ به کار بازمی‌گردد و مردم می‌توانند دوباره "
    "از آن استفاده کنند.",
    "این کشتی ۱۲۰ خودرو و ۳۰۰ مسافر را جابه‌جا می‌کند و اسکله «تازه» آن ۴۰ میلیون کرون هزینه داشت. شهردار می‌گوید که "
    "خانه‌های کنار اسکله را خریده‌اند و برای کارکنان نگه می‌دارند.",
]
HEBREW = [
    "המעבורת חוזרת לפעול",
    "משרד התחבורה הודיע ביום שני כי המעבורת החדשה Nordvik (הגדולה באזור) תחזור לפעול ב-14 במרץ 2024, "
    "אחרי חורף ארוך של המתנה.",
    "המעבורת מובילה 120 מכוניות ו-300 נוסעים, והרציף החדש שלה עלה 40.5 מיליון כתרים, שהם 12% מתקציב העירייה. "
    '"זה לא היה קל", אמר ראש העיר.',
]
COLUMN = (
    "وقال رئيس البلدية إن السكان انتظروا هذا اليوم منذ العاصفة التي دمّرت الرصيف القديم في يناير من العام الماضي، وإن "
    "العبّارة ستبحر أربع مرات في اليوم."
)
PLAIN = [
    "عودة العبارة",
    "قالت الوزارة يوم الاثنين إن العبارة الجديدة ستعود إلى الخدمة بعد شتاء طويل من الانتظار.",
    "وتتسع العبارة لمئة وعشرين سيارة، وقد كلف رصيفها الجديد أربعين مليون كرونة.",
]
# python-bidi, which orders ReportLab's lines, sets a per cent sign behind its number; its reshaper joins "لًا" to "لاً".
REPORTLAB = [it.replace("12%", "%12").replace("أولًا", "أولاً") for it in ARABIC]


@pytest.mark.parametrize(
    ("name", "paragraphs"),
    [
        ("arabic.pdf", PLAIN),
        ("arabic-libreoffice.pdf", ARABIC),
        ("arabic-reportlab.pdf", REPORTLAB),
        ("arabic-columns.pdf", [*ARABIC, COLUMN]),
        ("persian-weasyprint.pdf", PERSIAN),
        ("hebrew-xelatex.pdf", HEBREW),
    ],
)
def test_a_pdf_is_read_letter_for_letter_as_it_was_written(name: str, paragraphs: list[str]) -> None:
    text = " ".join(read_article(SAMPLES, name).text.split())
    assert text == " ".join(" ".join(paragraphs).replace("ـ1", "1").split()).replace("ل120", "لـ120")


def line(text: str, *, step: float = 6.0, y: float = 700.0) -> list[Glyph]:
    """Set the signs of a line from the left as they are seen; marks have no width."""
    glyphs, x = [], 50.0
    for sign in text:
        width = 0.0 if "\u064b" <= sign <= "\u0652" else step
        glyphs.append(Glyph(sign, (1, ord(sign)), x, y, width, 10.0))
        x += width
    return glyphs


def read(glyphs: list[Glyph]) -> str:
    return "\n".join(found.text for found in lines_of([glyphs]))


def test_only_the_places_of_signs_count_not_the_order_in_which_they_were_set() -> None:
    seen = line("2024 سرام 14 يف (Ada) ةرابعلا تداع")
    written = "عادت العبارة (Ada) في 14 مارس 2024"
    assert read(seen) == written
    assert read(list(reversed(seen))) == written
    assert read(seen[10:] + seen[:10]) == written


def test_a_mark_belongs_to_the_letter_that_it_was_set_with() -> None:
    visual = line("ةرا\u0651بعلا")
    logical = [visual[0], visual[1], visual[2], visual[4], visual[3], *visual[5:]]
    assert read(visual) == "العب\u0651ارة"
    assert read(list(reversed(logical))) != read(visual), "here the mark follows the letter before it"
    assert read(list(reversed(visual))) == "العب\u0651ارة"


def test_a_joint_that_is_not_seen_is_told_by_the_shapes_of_letters() -> None:
    written = "می روند می گویند می\u200cشوند بینند"
    glyphs, x = [], 300.0
    for sign, behind in zip(written, f"{written[1:]} ", strict=True):
        if sign != "\u200c":
            glyphs.append(Glyph(sign, (int(behind in " \u200c"), ord(sign)), x, 700.0, 6.0, 10.0))
            x -= 6.0
    assert read(glyphs) == written


@pytest.mark.parametrize(
    ("seen", "arabic", "expected"),
    [
        ("50% אבג", False, "גבא 50%"),
        ("%50 ابج", True, "جبا 50%"),
        ("10-20 ابج", True, "جبا 20-10"),
        ("10-20 אבג", False, "גבא 10-20"),
        ("1,234.5 ابج", True, "جبا 1,234.5"),
        ("iPhone 6 ابج", True, "جبا iPhone 6"),
        ("ابج Twitter (TWTR) دهو", True, "وهد Twitter (TWTR) جبا"),
        ("דגב (USA) אבג", False, "גבא )USA( בגד"),
    ],
)
def test_what_is_seen_from_the_left_is_put_in_the_order_of_reading(seen: str, arabic: bool, expected: str) -> None:
    order = read_order(levels_of(list(seen), leftwards=True, arabic=arabic))
    assert "".join(seen[at] for at in order) == expected


def test_brackets_are_turned_where_they_close_before_they_open() -> None:
    assert turned_pairs([")جبا(", "«جبا»"]) == "()"
    assert turned_pairs(["»جبا", "دهو«"]) == "«»"


def test_text_that_does_not_read_like_its_language_is_refused() -> None:
    expect_readable(ARABIC, "a.pdf")
    expect_readable(PERSIAN, "a.pdf")
    expect_readable(HEBREW, "a.pdf")
    for lines, reason in (
        ([it[::-1] for it in ARABIC], "in an order that cannot be told"),
        ([it.replace(" ", "") for it in PLAIN], "its words cannot be told apart"),
        ([it.replace("ل", "\ufffd") for it in ARABIC], "it does not say what letters 2"),
    ):
        with pytest.raises(UnreadableArticle, match=reason):
            expect_readable(lines, "a.pdf")

"""Numbers in words, read in many languages, and left alone where they are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.number_words import in_figures


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("en", "Nineteen people and twenty-one dogs", "19 people and 21 dogs"),
        ("en", "two hundred and forty thousand tonnes", "240 thousand tonnes"),
        ("en", "half a million barrels, one ship", "500000 barrels, one ship"),
        ("nb", "Nitten personer, femti biler", "19 personer, 50 biler"),
        ("nb", "en halv million fat", "500000 fat"),
        ("nn", "sytten hus", "17 hus"),
        ("da", "enogtyve mennesker", "21 mennesker"),
        ("sv", "tjugoett personer", "21 personer"),
        ("de", "zwölf Minuten, dreitausend Euro", "12 Minuten, 3000 Euro"),
        ("fr", "dix-neuf canards, un autre", "19 canards, un autre"),
        ("fr", "le pont neuf", "le pont neuf"),
        ("es", "dieciocho meses", "18 meses"),
        ("ru", "двадцать минут, двадцати пяти человек", "20 минут, 25 человек"),
        ("uk", "двадцять осіб", "20 осіб"),
        ("pl", "dziewiętnaście osób", "19 osób"),
        ("tr", "yirmi bir kişi", "21 kişi"),
        ("fa", "بیست و یک نفر", "21 نفر"),
        ("ar", "أكثر من ثلاثة آلاف مخطوط", "أكثر من 3000 مخطوط"),
        ("ar", "نصف مليون برميل", "500000 برميل"),
        ("ar", "خمسة وعشرون رجلا", "25 رجلا"),
        (
            "zh",
            "收视人数为 569 万，价值600亿美元，550多万人，1,200万",
            "收视人数为 5690000，价值60000000000美元，5500000人，12000000",
        ),
        ("zh", "2.5亿", "250000000"),
        ("ar", "بأربعة عشر مليون جنيه", "14 مليون جنيه"),
        ("ar", "بتسعة آلاف يورو", "9000 يورو"),
        ("ar", "لست متأكدا", "لست متأكدا"),
        ("zh", "十九人", "19人"),
        ("zh", "三百二十名专家，一万两千人", "320名专家，12000人"),
        ("ja", "二十三日", "23日"),
        ("zh", "一起在三亚", "一起在三亚"),
        ("ar", "في الدائرة الثانية عشرة", "في الدائرة 12"),
        ("en", "half a dozen", "6"),
        ("fa", "شبکه بی‌بی‌سی", "شبکه بی‌بی‌سی"),
    ],
)
def test_numbers_in_words_become_figures(language: str, text: str, figures: str) -> None:
    assert in_figures(text, language) == figures


@given(st.text(max_size=80), st.sampled_from(["en", "ar", "nb", "ru", "tr", "ja", "und", ""]))
def test_any_text_is_read(text: str, language: str) -> None:
    figures = in_figures(text, language)
    assert in_figures(figures, language) == figures or any(character.isdigit() for character in figures)

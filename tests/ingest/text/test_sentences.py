import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.sentences import LONGEST, sentences

LANGUAGES = ["nb", "ar", "en", "de", "fr", "el", "zh", "ru", "th", "und"]


def cut(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", ["Møtet var 3. mars 2021 kl. 12.30.", "Der kom f.eks. ca. 40 kvinner, jf. s. 4.", "«Vi går», sa hun."]),
        ("nb", ["«Vi blir her!» sa han.", "– Hvorfor det? spurte en annen.", "Dr. Berg og J. K. Lie teller."]),
        ("nb", ["Prisen er 3.500 kroner.", "al-Hilal vant.", "Så kom iPhone 4.", "iPhone 5 ble utsatt."]),
        ("de", ["Am 3. Oktober und im 19. Jahrhundert war z.B. Dr. Maier da.", "„Geh!“", "Er ging."]),
        ("en", ["The U.S. Army left.", "It stayed in the U.S.", 'He asked "Why?"', "Mr. Fox, No. 5, fell Sept. 3."]),
        ("en", ["(They saw it.)", "Wait... what?", "Roe v. Wade was at 5 p.m. on Monday.", "Prices rose 3.5 percent!"]),
        ("fr", ["Il dit « Oui. »", "Puis il part.", "M. Dupont\u00a0reste\u00a0?", "Oui."]),
        ("ar", ["هل وصلت السفينة ؟", "نعم ، وصلت أمس ؛ ثم غادرت .", "قال د. سامر: «سنعود.»", "ثم صمت!"]),
        ("ar", ["بلغت النسبة 3.5 في المئة.", "“نحن بخير.”", "وأضاف أ. ب. كريم ذلك…", "انتهى"]),
        ("ur", ["بندرگاہ بند ہے۔", "کیا یہ کھلے گی؟", "نہیں۔"]),
        ("ru", ["А. С. Иванов живёт на ул. Мира.", "В 2020 г. он уехал, т.к. хотел.", "Зачем?"]),
        ("el", ["Πού είναι;", "Εδώ.", "Ναι!"]),
        ("hi", ["यह पहला है।", "यह दूसरा है?", "हाँ।"]),
    ],
)  # fmt: skip
def test_boundaries(language: str, expected: list[str]) -> None:
    assert cut(" ".join(expected), language) == expected


def test_scripts_without_spaces() -> None:
    expected = ["他说：“下雨了。”", "“真的吗？！”", "真的！", "（见下文。）", "「はい。」", "そうです。"]
    assert cut("".join(expected), "zh") == expected


def test_a_mark_glued_to_the_next_word_after_a_space_ends_the_sentence() -> None:
    assert cut("ذهب الوفد .ثم عاد .", "ar") == ["ذهب الوفد .", "ثم عاد ."]


def test_sentences_inside_a_quotation_are_sentences() -> None:
    assert cut("«Vi drar. Vi kommer ikke tilbake.» Så gikk de.", "nb") == [
        "«Vi drar.", "Vi kommer ikke tilbake.»", "Så gikk de.",
    ]  # fmt: skip


def test_a_line_end_is_a_space_and_a_blank_line_an_end() -> None:
    assert cut("Havnen er\r\nstengt. Skipene\nventer\r\n\r\nlenge", "nb") == [
        "Havnen er\r\nstengt.", "Skipene\nventer", "lenge",
    ]  # fmt: skip


def test_punctuation_alone_is_never_a_sentence() -> None:
    assert cut("Ja. ... !!! Nei.", "nb") == ["Ja. ... !!!", "Nei."]


def test_a_run_without_marks_is_cut_at_the_best_weaker_place() -> None:
    text = "ord og ord, " * 200
    parts = cut(text, "nb")
    assert all(len(part) <= LONGEST for part in parts)
    assert all(part.endswith(",") for part in parts)
    assert [len(part) for part in cut("x" * 2_500, "nb")] == [1_000, 1_000, 500]


PIECES = st.lists(
    st.sampled_from(
        ["f.eks. ", "kl. 3. ", "U.S. ", "J. ", "...", "\r\n", "\r", "\n\n", "\u2029", "\u2028", "\xa0", "؟", "。", "।",
         "»", "«", "“", "”", '"', "’", "a", "B", "æ", "ن", "中", "😀", "\u0301", "\ud800", " ", "1", "."]
    )
)  # fmt: skip


@given(st.text() | PIECES.map("".join), st.sampled_from(LANGUAGES))
def test_every_character_but_space_is_in_one_sentence(text: str, language: str) -> None:
    last = 0
    for start, end in sentences(text, language):
        assert last <= start < end
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()

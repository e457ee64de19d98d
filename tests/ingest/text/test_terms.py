"""Words and parts of words, as they are searched for."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.text.terms import normalise, padded, terms


def test_variant_letters_marks_and_digits_fold_together() -> None:
    assert normalise("أُوكرانيا ٢٠٢٣") == normalise("اوكرانيا 2023")
    assert normalise("Strømmen VÅPEN ２０２２") == "strømmen vapen 2022"


def test_terms_are_padded_grams_and_the_whole_word() -> None:
    assert terms("Oil price") == ["_oil", "oil_", "_oil_", "_pri", "pric", "rice", "ice_", "_price_"]


def test_scripts_without_spaces_give_bigrams() -> None:
    assert terms("石油输出") == ["石油", "油输", "输出"]


@given(st.text(max_size=200))
def test_every_term_stands_in_the_padded_text_and_is_one_token(text: str) -> None:
    whole, parts = padded(text), terms(text)
    assert all(term in whole for term in parts)
    assert not any(character.isspace() or character == '"' for term in parts for character in term)


def test_soft_hyphens_part_no_word() -> None:
    assert terms("Hafen\u00adgebühren") == terms("Hafengebühren")

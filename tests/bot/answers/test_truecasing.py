"""Names that were typed in small letters get the capitals with which articles write them, and no other word does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.truecasing import Truecasing
from ingest.index.index import Index
from ingest.models.qa_model import QAModel, vocabulary_of


@pytest.fixture(scope="module")
def truecasing(seeds_index: Index, qa_model: QAModel) -> Truecasing:
    return Truecasing(seeds_index, vocabulary_of(qa_model))


@pytest.mark.parametrize(
    ("language", "typed", "named"),
    [
        ("en", "how many cars does the havsula carry", "how many cars does the Havsula carry"),
        ("nb", "når går fergen fra tarnholm?", "når går fergen fra Tarnholm?"),
        ("es", "quién es inés quiroga", "quién es Inés Quiroga"),
        ("ru", "что говорит лозинская", "что говорит Лозинская"),
        ("de", "wer ist oda lerviken", None),
        ("en", "How many cars does the havsula carry", None),
        ("en", "how many people died", None),
        ("ar", "كم عدد المخطوطات", None),
        ("zz", "", None),
    ],
)
def test_names_of_articles_have_capitals(truecasing: Truecasing, language: str, typed: str, named: str | None) -> None:
    assert truecasing.named(typed, language) == named


def test_a_name_may_be_written_in_another_script(truecasing: Truecasing) -> None:
    near = ["По её словам, Раиса Морозова уехала."]
    assert truecasing.named("when did morozova leave", "en", near) == "when did Morozova leave"
    assert truecasing.named("when did morozova leave", "en") is None


@settings(max_examples=50)
@given(st.text(max_size=40), st.sampled_from(["en", "nb", "ru", "de", "und"]), st.text(max_size=40))
def test_nothing_but_capitals_changes(truecasing: Truecasing, text: str, language: str, near: str) -> None:
    named = truecasing.named(text, language, [near])
    assert named is None or (named != text and named.casefold() == text.casefold())

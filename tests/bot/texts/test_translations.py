import re
import string
from datetime import date
from importlib.resources import files
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.texts import LANGUAGES, Texts, own_name, supported
from tests.conftest import REPO


def catalogue(language: str) -> Catalog:
    source = files("bot.texts").joinpath(f"{language}.po").read_bytes()
    return read_po(BytesIO(source), locale=language, abort_invalid=True)


def key_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def entries(language: str) -> dict[str, Message]:
    return {key_of(message): message for message in catalogue(language) if message.id}


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_keys_of_the_english_one(language: str) -> None:
    assert entries(language).keys() == entries("en").keys()


def test_every_key_is_said_somewhere() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (REPO / "bot").rglob("*.py"))
    begun = tuple(re.findall(r'f"([a-z_]+\.[a-z_]*)\{', code))
    unsaid = [key for key in entries("en") if not re.search(rf"[\"']{re.escape(key)}[\"']", code)]
    assert [key for key in unsaid if not key.startswith(begun)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_is_written_and_takes_the_same_values(language: str) -> None:
    for key, message in entries(language).items():
        english = placeholders(forms(entries("en")[key])[-1])
        assert all(forms(message)), key
        assert placeholders(forms(message)[-1]) == english, key
        assert all(placeholders(form) <= english for form in forms(message)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_as_many_forms_as_the_language(language: str) -> None:
    plurals = [message for message in entries(language).values() if message.pluralizable]
    assert plurals
    assert {len(forms(message)) for message in plurals} == {catalogue(language).num_plurals}
    assert not [message.id for message in catalogue(language) if message.fuzzy and message.id]


def test_arabic_counts_in_six_forms() -> None:
    texts = Texts("ar")
    assert len({texts.plural("sources.title", count).replace(str(count), "N") for count in (0, 1, 2, 3, 11, 100)}) == 6
    assert "11" in texts.plural("sources.title", 11)


def test_english_and_norwegian_tell_one_from_many() -> None:
    assert Texts("en").plural("citation.lines", 1, first=4, last=4) == "line 4"
    assert Texts("en").plural("citation.lines", 3, first=4, last=6) == "lines 4–6"
    assert Texts("nb").plural("citation.lines", 3, first=4, last=6) == "linje 4–6"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *[("ar", "ar"), ("ar-EG", "ar"), ("nb", "nb"), ("no", "nb"), ("nn-NO", "nb"), ("EN_us", "en")],
        *[("de", "en"), ("", "en"), (None, "en"), ("-", "en"), ("pt-br", "en"), ("norsk", "en")],
    ],
)
def test_language_tags_find_their_catalogue(tag: str | None, language: str) -> None:
    assert supported(tag) == language
    assert Texts(tag).language == language


def test_the_first_language_with_a_catalogue_is_spoken() -> None:
    assert Texts(None, "de", "nn", "ar").language == "nb"
    assert Texts().language == "en"


def test_inserted_text_is_isolated_and_numbers_are_grouped() -> None:
    assert "\u2068Ola\u2069" in Texts("ar").text("access.admitted", name="Ola")
    assert "12,345" in Texts("en").plural("sources.title", 12345)
    assert "12,345 مقالًا" in Texts("ar").plural("sources.title", 12345)
    assert "12\u00a0345" in Texts("nb").plural("sources.title", 12345)


def test_a_value_is_never_read_as_a_template() -> None:
    assert "{name.__class__}" in Texts("en").text("access.admitted", name="{name.__class__}")


def test_dates_and_languages_are_named() -> None:
    day = date(2024, 5, 17)
    assert Texts("nb").date(day) == "17. mai 2024"
    assert Texts("en").date(day) == "May 17, 2024"
    assert Texts("ar").date(day) == "17 مايو 2024"
    assert Texts("nb").language_name("ar") == "arabisk"
    assert Texts("en").language_name("xx") == "xx"
    assert Texts("en").language_name("und") == ""
    assert own_name("nb") == "Norsk bokmål"
    assert own_name("ru") == "Русский"
    assert len({own_name(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_words_are_listed() -> None:
    assert Texts("nb").listed(["a", "b", "c"]) == "a, b og c"
    assert Texts("ar").listed(["a", "b"]) == "a وb"
    assert Texts("en").listed(["a"]) == "a"


def test_directions() -> None:
    assert {language for language in LANGUAGES if Texts(language).direction == "rtl"} == {"ar"}


def test_an_unknown_key_and_a_missing_value_are_errors() -> None:
    with pytest.raises(KeyError, match=r"no\.such"):
        Texts("nb").text("no.such")
    with pytest.raises(KeyError, match="name"):
        Texts("nb").text("access.admitted")

"""Which words are names, and when two texts name the same."""

import pytest

from bot.facts.names import Wording, unnamed

QUOTE_EN = Wording(
    "The Russian president Vladimir Putin met Kim Jong Un of North Korea in Vladivostok, Reuters said.", "en"
)
QUOTE_NB = Wording("Russlands president Vladimir Putin møtte Kim Jong-Un i Vladivostok, melder Reuters fra USA.", "nb")
QUOTE_AR = Wording("التقى الرئيس الروسي بالزعيم الإيراني في كوريا الشمالية", "ar")


@pytest.mark.parametrize(
    ("statement", "language"),
    [
        ("Putin met Kim Jong-Un in Vladivostok.", "en"),
        ("Russia's Putin met North Korea's Kim.", "en"),
        ("The meeting took place in Vladivostok.", "en"),
        ("According to Reuters they met.", "en"),
        ("President Putin met Kim; I think so.", "en"),
        ("They met on Monday in March.", "en"),
        ("Putin møtte Kim Jong-Un i Vladivostok.", "nb"),
        ("Russlands president møtte lederen for Nord-Korea.", "nb"),
        ("Der russische Präsident Putin traf Kim bei einem Gipfel.", "de"),
        ("التقى بوتين وترامب", "ar"),
        ("Путин встретил Трампа", "ru"),
    ],
)
def test_names_that_the_quote_holds(statement: str, language: str) -> None:
    assert unnamed(Wording(statement, language), [QUOTE_EN]) == []


@pytest.mark.parametrize(
    ("statement", "language", "names"),
    [
        ("Putin met Xi in Vladivostok.", "en", ["Xi"]),
        ("Trump met Kim Jong Un.", "en", ["Trump"]),
        ("Joe Biden met Kim Jong Un.", "en", ["Joe", "Biden"]),
        ("They met in South Korea.", "en", ["South"]),
        ("Iran met Kim Jong Un.", "en", ["Iran"]),
        ("The leaders of NATO met.", "en", ["NATO"]),
        ("Vladimirov met Kim Jong Un.", "en", ["Vladimirov"]),
        ("Putin møtte Kims søster i Kina.", "nb", ["Kina"]),
        ("Putin traf Kim in China.", "de", ["China"]),
    ],
)
def test_names_that_the_quote_does_not_hold(statement: str, language: str, names: list[str]) -> None:
    assert unnamed(Wording(statement, language), [QUOTE_EN]) == names


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("Russia and the United States, says Reuters.", []),
        ("The U.S. and Russia, says Reuters.", []),
        ("The Russian president met Kim Jong Un.", []),
        ("China met Kim Jong Un.", ["China"]),
    ],
)
def test_countries_are_known_across_languages(statement: str, missing: list[str]) -> None:
    assert unnamed(Wording(statement, "en"), [QUOTE_NB]) == missing


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("Austria", "Australia"), ("Niger", "Nigeria"), ("Iran", "Iraq"), ("Slovakia", "Slovenia"), ("Mali", "Malawi"),
        ("Austria", "Australian"), ("Johnson", "Johnston"), ("Hansen", "Hans"), ("Marina", "Marin"), ("Korea", "Corea"),
    ],
)  # fmt: skip
def test_names_that_look_alike_are_not_the_same(name: str, quoted: str) -> None:
    quote = Wording(f"The ship belongs to {quoted}, they said.", "en")
    assert unnamed(Wording(f"The ship belongs to {name}.", "en"), [quote]) == [name]


@pytest.mark.parametrize(
    ("name", "quoted", "language"),
    [
        ("Putin", "Putins", "nb"), ("Erdogan", "Erdoğan", "en"), ("UN", "United Nations", "en"),
        ("Ukraine", "Ukrainian", "en"), ("China", "Chinese", "en"), ("USA", "United States", "en"),
        ("Warszawa", "Warszawie", "pl"), ("Belgique", "belge", "fr"), ("UN", "Vereinten Nationen", "de"),
    ],
)  # fmt: skip
def test_names_that_are_the_same(name: str, quoted: str, language: str) -> None:
    quote = Wording(f"X y {quoted} z.", language)
    assert unnamed(Wording(f"a b {name} c", language), [quote]) == []


@pytest.mark.parametrize(
    ("name", "quoted"), [("Moskva", "Moscow"), ("Skottland", "Scotland"), ("Makedonia", "Macedonia")]
)
def test_names_are_spelt_a_little_differently_between_languages(name: str, quoted: str) -> None:
    assert unnamed(Wording(f"De var i {name}.", "nb"), [Wording(f"They were in {quoted}.", "en")]) == []
    assert unnamed(Wording(f"They were in {name}.", "en"), [Wording(f"They were in {quoted}.", "en")]) == [name]


def test_names_are_not_compared_across_scripts() -> None:
    assert unnamed(Wording("Putin met Raisi in Pyongyang.", "en"), [QUOTE_AR]) == []
    assert unnamed(Wording("Putin met Raisi in Pyongyang.", "en"), [QUOTE_AR, QUOTE_EN]) == []


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("التقى زعيم روسيا بزعيم إيران", []),
        ("سافر إلى كوريا الشمالية", []),
        ("سافر إلى الصين", ["الصين"]),
        ("سافر من مصر وفرنسا", ["مصر", "فرنسا"]),
    ],
)
def test_countries_are_known_in_arabic(statement: str, missing: list[str]) -> None:
    assert unnamed(Wording(statement, "ar"), [QUOTE_AR]) == missing


def test_the_first_word_of_a_sentence_is_known_by_the_other_texts() -> None:
    quote = Wording("It carried oil to the port.", "en")
    statement = Wording("Deliveries of oil went to the port.", "en")
    assert unnamed(statement, [quote]) == ["Deliveries"]
    assert unnamed(statement, [quote], ["When did the deliveries stop?"]) == []


def test_in_a_translation_the_first_word_is_a_name_only_where_others_use_it_as_one() -> None:
    quote = Wording("It carried oil to the port.", "en")
    assert unnamed(Wording("Leveransene gikk til havna.", "nb"), [quote]) == []
    assert unnamed(Wording("Moe leverte til havna.", "nb"), [quote], ["The council leader Moe said so."]) == ["Moe"]
    assert unnamed(Wording("Kaptein Joe Moe leverte til havna.", "nb"), [quote]) == ["Joe", "Moe"]
    assert unnamed(Wording("Iran leverte til havna.", "nb"), [quote]) == ["Iran"]
    assert unnamed(Wording("Joe Biden leverte til havna.", "nb"), [quote]) == ["Biden"]

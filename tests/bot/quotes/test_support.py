"""Statements that their quotes carry, and every way in which they may not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.facts.names import Wording
from bot.quotes.flags import Flag, Rule
from bot.quotes.support import CitedArticles, unfaithful, unsupported
from tests.bot.quotes.stored import FERJE, FERRY, MINAA

EN, NB, AR = Wording(FERRY, "en"), Wording(FERJE, "nb"), Wording(MINAA, "ar")


@pytest.mark.parametrize(
    ("text", "language", "quote"),
    [
        ("The ferry Solvind sails again on 14 March 2026.", "en", EN),
        ("The repairs cost 12.5 million kroner.", "en", EN),
        ("In October 2025 the engine was lost in a storm.", "en", EN),
        ("Solvind fraktet 67 000 passasjerer før stormen i oktober 2025.", "nb", EN),
        ("Reparasjonene kostet 12,5 millioner kroner.", "nb", EN),
        ("نقلت العبّارة ٦٧ ألف راكب، وتعود في ١٤ مارس ٢٠٢٦", "ar", EN),
        ("The ferry is back on 14 March 2026 and carried 67,000 people.", "en", AR),
        ("The shipyard in Gdansk needed four months.", "en", NB),
        ("ستكون الرحلات الأولى لسكان الجزيرة مجانية", "ar", AR),
    ],
)
def test_what_the_quotes_say_is_supported(text: str, language: str, quote: Wording) -> None:
    assert unsupported(Wording(text, language), [quote]) == ()


@pytest.mark.parametrize(
    ("text", "language", "quote", "flag"),
    [
        ("The ferry Solvind sails again on 15 March 2026.", "en", EN, "number 15"),
        ("The ferry Solvind sails again on 14 April 2026.", "en", EN, "month 4"),
        ("The council decided on Tuesday.", "en", EN, "weekday 1"),
        ("The repairs cost 12.5 billion kroner.", "en", EN, "number 12500000000"),
        ("The repairs cost 125 million kroner.", "en", EN, "number 125000000"),
        ("Ferja var borte i fem måneder.", "nb", NB, "number 5"),
        ("تعود العبّارة في ١٥ مارس", "ar", EN, "number 15"),
        ("تعود العبّارة في ١٤ فبراير", "ar", AR, "month 2"),
        ("The ferry Hurtig sails again.", "en", EN, "name Hurtig"),
        ("The ferry sails again, see www.tickets.example/now.", "en", EN, "address www.tickets.example/now"),
        ("Write to @harvikbot about the ferry.", "en", EN, "address @harvikbot"),
        ("Ferja går igjen, se solvind.xyz nå.", "nb", EN, "address solvind.xyz"),
        ("Ferja går igjen, se solvind.рф nå.", "nb", EN, "address solvind.рф"),
        ("Ferja går igjen, se t.ly/ferje nå.", "nb", EN, "address t.ly/ferje"),
        ("Ferja går igjen: tg://resolve?domain=ferje", "nb", EN, "address tg://resolve?domain=ferje"),
        ("This soup is made with onions and much butter.", "en", EN, "another matter"),
        ("الطقس جميل والسماء زرقاء", "ar", AR, "another matter"),
    ],
)
def test_what_the_quotes_do_not_say_is_flagged(text: str, language: str, quote: Wording, flag: str) -> None:
    assert flag in map(str, unsupported(Wording(text, language), [quote]))


@pytest.mark.parametrize("text", ["Ferja går igjen, f.eks. i mars.", "Ferja går igjen, bl.a. i mars, kl. ti."])
def test_an_abbreviation_is_no_address(text: str) -> None:
    assert Rule.ADDRESS not in {flag.rule for flag in unsupported(Wording(text, "nb"), [EN])}


def test_without_a_quote_nothing_is_supported() -> None:
    assert unsupported(Wording("The ferry sails.", "en"), []) == (Flag(Rule.NO_QUOTE, "no quote"),)


def test_two_quotes_carry_together() -> None:
    one, two = Wording("The ferry sails on 14 March.", "en"), Wording("It carried 67,000 people.", "en")
    both = Wording("The ferry sails on 14 March and carried 67,000 people.", "en")
    assert not unsupported(both, [one, two])
    assert unsupported(both, [one])


@pytest.mark.parametrize(
    ("text", "language", "quote", "quoted_in"),
    [
        ("19 people were hurt.", "en", "Nitten personer ble skadet.", "nb"),
        ("500,000 barrels", "en", "نصف مليون برميل", "ar"),
        ("Von 21 Schülern", "de", "Yirmi bir öğrenci", "tr"),
        ("The door opens at 18:00.", "en", "Døren åpner klokken seks.", "nb"),
    ],
)
def test_figures_are_compared_as_values(text: str, language: str, quote: str, quoted_in: str) -> None:
    assert not unsupported(Wording(text, language), [Wording(quote, quoted_in)])
    assert unsupported(Wording(text.replace("1", "7").replace("5", "6"), language), [Wording(quote, quoted_in)])


def test_the_day_of_publication_may_be_said() -> None:
    quote, published = Wording("The ferry sank on Tuesday.", "en"), CitedArticles(days=frozenset({date(2026, 3, 12)}))
    for said in ("The ferry sank on 10 March 2026.", "On Thursday a paper wrote that the ferry sank."):
        assert not unsupported(Wording(said, "en"), [quote], cited=published)
        assert unsupported(Wording(said, "en"), [quote])
    assert unsupported(Wording("The ferry sank on 9 March 2026.", "en"), [quote], cited=published)


@given(st.integers(0, 10**9), st.sampled_from(["en", "nb", "ar"]), st.sampled_from([EN, NB, AR]))
def test_no_other_number_is_supported(number: int, language: str, quote: Wording) -> None:
    shown = {14, 2026, 2025, 67_000, 21, 4, 12_500_000}
    if number not in shown:
        assert unsupported(Wording(f"{number}", language), [quote])


@given(st.text(), st.text(), st.sampled_from(["en", "nb", "ar", "de", "ja", "und"]))
def test_no_text_breaks_it(statement: str, quote: str, language: str) -> None:
    unsupported(Wording(statement, language), [Wording(quote, "en")], [quote])


@given(st.text(alphabet="Kim Jong-Un U.S.A. ÇİĞ ßAB. الصين"))
def test_every_text_supports_itself(text: str) -> None:
    assert not unsupported(Wording(text, "en"), [Wording(text, "en")])


@pytest.mark.parametrize(
    ("translation", "flags"),
    [
        ("Reparasjonen tok fire måneder og kostet 12,5 millioner kroner i mars.", ()),
        ("Reparasjonen tok noen måneder og kostet 12,5 millioner kroner i mars.", ()),
        ("Reparasjonen tok fire måneder og kostet mye i mars.", ("no number 12500000",)),
        ("Reparasjonen tok fire måneder og kostet 12,5 millioner kroner.", ("no month 3",)),
        ("Reparasjonen tok fem måneder og kostet 12,5 millioner kroner i mars.", ("number 5",)),
    ],
)
def test_a_translation_keeps_figures_and_dates(translation: str, flags: tuple[str, ...]) -> None:
    original = Wording("The repair took four months and cost 12.5 million kroner in March.", "en")
    assert tuple(map(str, unfaithful(Wording(translation, "nb"), original))) == flags


@pytest.mark.parametrize(
    ("text", "language", "quote", "quoted_in"),
    [
        ("The crossing takes 48 hours.", "en", "Overfarten tar to døgn, altså to dager.", "nb"),
        ("Four people and ten experts help.", "en", "四人和十名专家帮忙。", "zh"),
        ("The quake struck on Friday.", "en", "周五发生大地震。", "zh"),
        ("The W3C was founded at MIT.", "en", "Au MIT, le World Wide Web Consortium a été créé.", "fr"),
        ("Half a dozen officers were hurt.", "en", "Seks betjenter ble skadet.", "nb"),
        ("الدائرة الثانية عشرة", "ar", "Distrito 12 de Pensilvania", "es"),
        ("ستُسلَّم البيانات إلى السلطات", "ar", "The data will be handed to the authorities.", "en"),
    ],
)
def test_a_figure_is_known_however_it_is_written(text: str, language: str, quote: str, quoted_in: str) -> None:
    flags = unsupported(Wording(text, language), [Wording(quote, quoted_in)])
    assert not {flag.rule for flag in flags} & {Rule.NUMBER, Rule.DATE}


@pytest.mark.parametrize(
    ("text", "language", "quote", "quoted_in", "rule"),
    [
        ("The doors open at 20:15.", "en", "The doors open at 8:15.", "en", Rule.NUMBER),
        ("Dørene åpnes klokken 20.", "nb", "Dørene åpnes klokken 8.", "nb", Rule.NUMBER),
        ("The market is held weekly.", "en", "Markedet holdes hver måned.", "nb", Rule.UNIT),
        ("Three towns take part.", "en", "Lerk og Vik tar del.", "nb", Rule.NUMBER),
        (
            "Arvo bid 780 million and Lysa 950 million.",
            "en",
            "Arvo bød 950 millioner og Lysa 780 millioner.",
            "nb",
            Rule.TURNED_ROUND,
        ),
    ],
)
def test_wrong_times_units_and_counts_are_flagged(
    text: str, language: str, quote: str, quoted_in: str, rule: Rule
) -> None:
    assert rule in {flag.rule for flag in unsupported(Wording(text, language), [Wording(quote, quoted_in)])}


@pytest.mark.parametrize(
    ("text", "language", "quote", "quoted_in"),
    [
        ("The doors open at half past eight.", "en", "Dørene åpnes kl. 20.30.", "nb"),
        ("Dørene åpnes halv ni.", "nb", "The doors open at 8:30 p.m.", "en"),
        ("The doors open at 20:15.", "en", "The doors open at 8:15 in the evening.", "en"),
        ("تفتح الأبواب الساعة الثامنة والنصف.", "ar", "The doors open at 20:30.", "en"),
        ("The market is held every other week.", "en", "Markedet holdes hver 14. dag, andre uker ikke.", "nb"),
        ("A year later they met.", "en", "Twelve months later they met.", "en"),
        ("Arvo bid 950 million and Lysa 780 million.", "en", "Arvo bød 950 millioner og Lysa 780 millioner.", "nb"),
    ],
)
def test_the_same_time_in_other_words_is_no_other(text: str, language: str, quote: str, quoted_in: str) -> None:
    flags = unsupported(Wording(text, language), [Wording(quote, quoted_in)])
    assert not {flag.rule for flag in flags} & {Rule.NUMBER, Rule.UNIT, Rule.DATE, Rule.TURNED_ROUND}

"""The quote contract: what is shown stands in the file, and what does not stand there is not shown."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.quotes.citation import Citation
from bot.quotes.citing import Claim, cite, find_again, locate, take
from ingest.text.folding import fold
from tests.bot.quotes.stored import FERRY, LONG_AGO, MINAA, TEXTS, passages, store

FERRY_EN, FERJE_NB, MINAA_AR, PLANTED_EN = passages()
SAIL = "The island ferry Solvind will sail again on 14 March 2026, the county council in Harvik decided on Monday."


def quote_of(span: Citation | None) -> str:
    assert span is not None
    return span.quote


def test_a_verbatim_sentence_is_found_with_its_lines() -> None:
    span = locate(SAIL, FERRY_EN, FERRY)
    assert span is not None
    assert (span.quote, span.start, span.end) == (SAIL, 0, len(SAIL))
    assert (span.first_line, span.last_line) == (1, 1)


def test_words_of_a_sentence_show_the_whole_sentence() -> None:
    """Or a quote would lose its "denies that"."""
    quote = quote_of(locate("the harbour was sold to Baltico", FERRY_EN, FERRY))
    assert quote.endswith("who denies that the harbour was sold to Baltico.")
    assert "not closing the route" in quote


@pytest.mark.parametrize(
    ("claimed", "passage"),
    [
        ("the ship lost its  ENGINE in a storm in October 2025 - it had carried 67,000 passengers", FERRY_EN),
        ('"We are not closing the route," said council leader', FERRY_EN),
        ("We are not closing the route, said council leader Ingrid Moe", FERRY_EN),
        ("…will sail again on 14 March 2026, the county council…", FERRY_EN),
        ("قال مجلس مدينه هارفيك، ان العبارة ستعود الى الخدمة في 14 مارس 2026، بعد اصلاح المحرك", MINAA_AR),
        ("أَنَّ الرِّحْلاتِ الأولى ستكون مجانية", MINAA_AR),
        ("أضاف المجلس أن الرحلات الأولى", MINAA_AR),
    ],
)
def test_spelling_does_not_count_but_the_file_is_shown(claimed: str, passage: object) -> None:
    stored = FERRY_EN if passage is FERRY_EN else MINAA_AR
    text = TEXTS[stored.article.source]
    span = locate(claimed, stored, text)
    assert quote_of(span) in text


@pytest.mark.parametrize(
    "claimed",
    [
        "",
        "   …!",
        "The mayor resigned over the ferry on Friday.",
        SAIL.replace("14", "15"),
        SAIL.replace("14 March", "March"),
        "The island ferry Solvind will sail again on 1",
        "it had carried 67,00",
        "it had carried 67",
        "000 passengers that year",
        "Repairs cost 12",
        "5 million kroner",
        "and ferry Solvind will sail again",
        "The island ferry Solvind will sail agai",
        "Solvind",
        "the harbour",
        "will sail again on 14 March 2026 it had carried 67,000 passengers",
        "The island ferry Solvind will sail again … Repairs cost 12.5 million kroner.",
        SAIL * 12,
    ],
)
def test_what_does_not_stand_there_is_not_found(claimed: str) -> None:
    assert locate(claimed, FERRY_EN, FERRY) is None


def test_arabic_digits_must_be_the_files_own() -> None:
    assert locate("وأن ٦٧٠٠٠ راكب استخدموا الخط", MINAA_AR, MINAA)
    assert not locate("وأن ٦٧٠٠١ راكب استخدموا الخط", MINAA_AR, MINAA)
    assert not locate("وأن ٦٧٠٠ راكب استخدموا الخط", MINAA_AR, MINAA)


def test_right_words_of_the_wrong_file_are_not_found() -> None:
    assert locate(SAIL, FERJE_NB, TEXTS["ferje.txt"]) is None


def test_words_of_the_same_file_outside_of_the_passage_are_found() -> None:
    text = "\n".join(
        f"Paragraph {word} of the long report was written by the clerk of {word}." * 4 for word in "ABCDEF"
    )
    first, *_, last = store("long.txt", text, "en")
    span = locate("was written by the clerk of F", first, text)
    assert span is not None
    assert span.start >= last.passage.start
    assert span.quote == text[span.start : span.end]
    assert span.quote.startswith("Paragraph F")


def test_a_short_quote_counts_only_as_a_whole_sentence() -> None:
    text = "Nobody died.\nThe ferry sank at the quay during the night, and nobody died there.\n"
    (passage,) = store("short.txt", text, "en")
    assert quote_of(locate("Nobody died.", passage, text)) == "Nobody died."
    assert locate("the quay", passage, text) is None


def test_a_sentence_too_long_to_show_is_quoted_in_whole_words() -> None:
    text = "Among those on board were " + ", ".join(f"passenger number {n}" for n in range(60)) + " and the crew.\n"
    (passage, *_) = store("list.txt", text, "en")
    assert quote_of(locate("passenger number 7, passenger number 8", passage, text)) == (
        "passenger number 7, passenger number 8"
    )


def test_chinese_is_quoted_by_the_letter() -> None:
    text = "渡轮将于三月十四日恢复航行。市议会周一作出决定。\n"
    (passage,) = store("zh.txt", text, "zh")
    assert quote_of(locate("恢复航行", passage, text)) == "渡轮将于三月十四日恢复航行。"


def test_a_minus_is_part_of_its_number() -> None:
    text = "It was -5 degrees on the quay that night.\n"
    (passage,) = store("cold.txt", text, "en")
    assert locate("5 degrees on the quay", passage, text) is None
    assert locate("-5 degrees on the quay", passage, text)


def test_lines_are_those_of_the_file_whatever_its_line_ends() -> None:
    text = "First line of the report here.\r\nSecond line of the report.\rThird line tells of the ferry.\n"
    (passage,) = store("lines.txt", text, "en")
    span = locate("Third line tells of the ferry", passage, text)
    assert span is not None
    assert (span.first_line, span.last_line) == (3, 3)


def test_a_changed_file_carries_nothing() -> None:
    changed = "Correction. " + FERRY
    assert locate(SAIL, FERRY_EN, changed) is None
    assert take(FERRY_EN, 0, 20, changed) is None


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (0, 10_000), (len(SAIL), len(SAIL) + 1)])
def test_a_range_without_words_is_not_taken(start: int, end: int) -> None:
    assert take(FERRY_EN, start, end, FERRY) is None


def test_citations_are_numbered_in_order_without_gaps() -> None:
    whole = take(FERRY_EN, 0, len(SAIL), FERRY)
    same = locate("ferry Solvind will sail again", FERRY_EN, FERRY)
    other = locate("Reparasjonen kostet 12,5 millioner kroner", FERJE_NB, TEXTS["ferje.txt"])
    assert whole
    assert same
    assert other
    statements, citations = cite(
        [Claim("One.", (other,)), Claim("None.", ()), Claim("Two.", (whole, other, same)), Claim("Three.", (same,))]
    )
    assert [(s.text, s.citations) for s in statements] == [("One.", (1,)), ("Two.", (2, 1)), ("Three.", (2,))]
    assert [(c.number, c.source, c.quote) for c in citations] == [(1, "ferje.txt", other.quote), (2, "ferry.txt", SAIL)]
    assert citations[0].language == "nb"
    assert citations[0].outlet == "Harvik Avis"
    assert citations[1].content_hash == FERRY_EN.article.content_hash


def test_what_answers_is_kept_with_the_words() -> None:
    whole = take(FERRY_EN, 0, len(SAIL), FERRY)
    assert whole
    statements, citations = cite([Claim("It sails.", (replace(whole, highlights=((44, 57),)),), ((0, 2),))])
    assert statements[0].highlights == ((0, 2),)
    assert citations[0].highlights == ((44, 57),)
    assert citations[0].quote[44:57] == "14 March 2026"


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("https://avis.example/a?b=c", "https://avis.example/a?b=c"),
        ("http://avis.example", "http://avis.example"),
        (None, None),
        ("https://", None),
        ("http://[", None),
        ("javascript:alert(1)", None),
        ("tg://user?id=1", None),
    ],
)
def test_a_citation_names_an_address_that_can_be_opened(stated: str | None, shown: str | None) -> None:
    passage = replace(FERRY_EN, article=replace(FERRY_EN.article, url=stated))
    span = take(passage, 0, len(SAIL), FERRY)
    assert span
    citation = cite([Claim("It sails.", (span,))])[1][0]
    assert (citation.url, citation.added) == (shown, LONG_AGO.date())


@given(st.data())
def test_what_is_found_is_always_the_files_own(data: st.DataObject) -> None:
    """Any stretch of any article, respelt, gives nothing or exactly the file's letters around it."""
    stored = data.draw(st.sampled_from([FERRY_EN, FERJE_NB, MINAA_AR, PLANTED_EN]))
    text = TEXTS[stored.article.source]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    claimed = text[start:end]
    respelt = data.draw(st.sampled_from([claimed, claimed.upper(), fold(claimed).text, f" “{claimed}” "]))
    span = locate(respelt, stored, text)
    if span:
        assert span.quote == text[span.start : span.end]
        assert fold(respelt).text.strip(" .,“”\"'()-–:;!?") in fold(span.quote).text
        assert span.quote == span.quote.strip()


@given(st.text(), st.text(alphabet="The island ferry Solvind 14 March 2026,."))
def test_no_text_breaks_the_search(claimed: str, likelier: str) -> None:
    for words in (claimed, likelier):
        span = locate(words, FERRY_EN, FERRY)
        assert span is None or span.quote == FERRY[span.start : span.end]


@given(st.data())
def test_a_changed_digit_never_passes(data: st.DataObject) -> None:
    stored = data.draw(st.sampled_from([FERRY_EN, FERJE_NB, MINAA_AR]))
    text = TEXTS[stored.article.source]
    start, end = data.draw(st.sampled_from(stored.passage.sentences))
    digits = [i for i in range(start, end) if text[i].isdigit()]
    assume(digits)
    place = data.draw(st.sampled_from(digits))
    new = data.draw(st.sampled_from([*"0123456789", "", "00", "٣"]))
    assume(new != text[place])
    mutated = text[start:place] + new + text[place + 1 : end]
    assume(mutated.strip() not in text)
    assert locate(mutated, stored, text) is None


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("It cost 000 kroner.", "It cost 000 kroner.", "It cost 000 kroner."),
        ("000 kroner", "It cost 5 000 kroner.", None),
        ("It cost 500 kroner.", "It cost 600 kroner.", None),
        ("It cost 500 kroner.", "It cost\r\n500 kroner.", "It cost\r\n500 kroner."),
        ("قال إن الميناء سيفتح.", "قالَ إنّ الميناءَ سيُفتح.", "قالَ إنّ الميناءَ سيُفتح."),
        ("", "It cost 500 kroner.", None),
    ],
)
def test_a_quote_is_found_again_in_another_version(quote: str, text: str, found: str | None) -> None:
    place = find_again(quote, text)
    assert (text[slice(*place)] if place else None) == found


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_quote_on_a_line_of_its_own_is_always_found_again(before: str, after: str) -> None:
    text = f"{before}\n{SAIL}\n{after}"
    place = find_again(SAIL, text)
    assert place is not None
    assert text[slice(*place)] == SAIL

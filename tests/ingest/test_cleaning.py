# ruff: noqa: E501 - tables of lines as they stand in articles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import (
    Block,
    Kind,
    paragraphs,
    plain_words,
    repeated_lines,
    short_lines,
    with_headings,
    without_boilerplate,
)
from ingest.readers.layout import plain


def kept(text: str, repeated: frozenset[str] = frozenset()) -> list[str]:
    return [text[b.start : b.end] for b in without_boilerplate(text, plain(text, 0), repeated)]


def headed(text: str) -> list[tuple[str, str]]:
    """Each paragraph with its heading."""
    blocks = with_headings(text, without_boilerplate(text, plain(text, 0)))
    return [(p.heading, text[p.start : p.end]) for p in paragraphs(text, blocks)]


@pytest.mark.parametrize(
    "line",
    [
        "Most read", "Most Read from Dagens Ekko", "READ MORE: Harbour closes after the storm.", "Share this article",
        "Leave a reply", "© 2022 Dagens Ekko", "(c) 2022 Ekko Media", "Copyright 2022 Ekko. All rights reserved.",
        "(Updates with comment from the mayor.)", "(Adds background in paragraphs 3-5)", "Last updated 3 March 2022, 12:30",
        "Photo: Kari Berg / Ekko", "Advertisement", "Sign up for our newsletter and never miss a story.", "Follow us on X",
        "By Kari Berg and Ola Lie", "--With assistance from Kari Berg.", "https://ekko.example/a?b=c", "* * *", "12:30",
        "Mest lest", "Les også: Havnen stenger etter stormen", "Les mer", "Del saken", "Legg igjen en kommentar",
        "Saken er oppdatert.", "Oppdatert 12.30", "(Oppdatert med uttalelse fra ordføreren)", "Foto: Kari Berg / Ekko",
        "Annonse", "Meld deg på nyhetsbrevet vårt her!", "Følg oss på Facebook.", "Av Kari Berg",
        "الأكثر قراءة", "الأكثر قراءة من صدى اليوم", "اقرأ أيضًا: إغلاق الميناء بعد العاصفة", "إقرأ أيضاً", "شارك هذا المقال",
        "اترك ردّك", "جميع الحقوق محفوظة © ٢٠٢٢", "© 2022 صدى اليوم", "(تحديث مع بيان البلدية)", "آخر تحديث: ١٢:٣٠",
        "صورة: كريم بكري", "إعلان", "اشترك في نشرتنا البريدية.", "تابعنا على فيسبوك", "بقلم: كريم بكري",
        "Lesen Sie auch: Hafen geschlossen", "Meistgelesen", "Anzeige", "Läs också", "Læs også: Havnen lukker", "Annons",
        "À lire aussi", "Lire aussi : Le port ferme", "Publicité", "Lea también", "Lo más leído", "Publicidad",
        "Читайте также: Порт закрыт", "Самое читаемое", "Реклама", "Читайте також", "Найпопулярніше", "相关阅读：港口关闭",
        "版权所有 © 2022", "بیشتر بخوانید", "Czytaj także", "Leia também", "Leggi anche",
    ],
)  # fmt: skip
def test_boilerplate_goes(line: str) -> None:
    text = f"Havnen er stengt i dag.\n{line}\nDen åpner igjen i morgen."
    assert kept(text) == ["Havnen er stengt i dag.", "Den åpner igjen i morgen."]


@pytest.mark.parametrize(
    "line",
    [
        "Most read newspapers lost money last year.", "Share prices fell on Monday.", "Updates to the law were passed.",
        "Copyright law changes next year.", "By Monday the harbour had opened.", "Source code was stolen.",
        "Photographs of the harbour were shown in court.", "Related industries suffered as well.",
        "Delegasjonen reiste hjem.", "Del to av avtalen gjelder olje.", "Oppdateringen kom for sent.", "Les er stengt.",
        "Annonsen kostet 300 kroner.", "Av ti skip kom ni fram.", "Foto var forbudt i salen.",
        "إعلان الحكومة جاء متأخرا.", "شارك آلاف الناس في المسيرة.", "اشترك في الندوة خمسة خبراء.",
        "إضافة إلى ذلك أغلق الميناء.", "تحديث الأسطول يكلف الكثير.", "انضم إلى الحزب قبل عام.", "Реклама подорожала вдвое.",
        "评论员说港口将关闭。",
    ],
)  # fmt: skip
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert line in kept(f"Havnen er stengt i dag.\n{line}\nDen åpner igjen i morgen.")


def test_headlines_announced_by_a_teaser_go_but_a_single_one_may_be_a_subheading() -> None:
    body = "Havnen er stengt i dag.\n{}Den åpner igjen i morgen."
    assert len(kept(body.format("Mest lest\nSnø i fjellet\nNy bro over sundet\n"))) == 2
    assert kept(body.format("Mest lest\nDette skjer nå\n"))[1] == "Dette skjer nå"


def test_a_short_line_repeated_in_the_file_goes() -> None:
    text = "Havnen er stengt.\nOrtzi gehiago\nDen åpner snart.\nOrtzi gehiago\nSlutt på saken."
    assert kept(text) == ["Havnen er stengt.", "Den åpner snart.", "Slutt på saken."]


def test_a_short_line_of_many_files_goes_by_shape_in_any_language() -> None:
    files = [f"Sak {n} er lang nok.\nIrakurri gehiago hemen\nSlutt på sak {n}." for n in range(3)]
    assert "Irakurri gehiago hemen" in kept(files[0])
    known = repeated_lines(short_lines(text) for text in files)
    assert kept(files[0], known) == ["Sak 0 er lang nok.", "Slutt på sak 0."]
    assert repeated_lines(short_lines(text) for text in files[:2]) == frozenset()


def test_whole_sentences_and_long_lines_never_count_as_repeated() -> None:
    assert short_lines("En hel setning.\n" + "uten punktum " * 20) == frozenset()


def test_repetition_ignores_case_vowel_marks_and_the_order_of_files() -> None:
    a, b, c = short_lines("اِقرأ المَزيد هنا"), short_lines("اقرا المزيد هنا »"), short_lines("اقرأ المزيد هنا")
    assert repeated_lines([a, b, c]) == repeated_lines([c, a, b]) == a


def test_subheadings_become_context() -> None:
    text = "Havnen er stengt i dag.\nHvem betaler regningen?\nStaten betaler.\nByen betaler ikke.\nVeien videre\nIngen vet."
    assert headed(text) == [
        ("", "Havnen er stengt i dag."),
        ("Hvem betaler regningen?", "Staten betaler."),
        ("Hvem betaler regningen?", "Byen betaler ikke."),
        ("Veien videre", "Ingen vet."),
    ]


@pytest.mark.parametrize("line", ["– Hvem betaler?", "«Vi betaler ikke!»", "Hvem betaler? Staten gjør.", "Staten sa:"])
def test_speech_and_sentences_are_no_headings(line: str) -> None:
    assert ("", line) in headed(f"Havnen er stengt i dag.\n{line}\nIngen vet det ennå.")


def test_short_lines_in_a_row_are_a_list_that_stays_text() -> None:
    text = "Dette er resultatene.\nOslo 3\nBergen 2\nTromsø 1\nKampene er over."
    assert [line for _, line in headed(text)] == text.split("\n")


def test_list_entries_are_text() -> None:
    text = "Dette er kjent.\n• Tre skip sank\n• Ni skip kom fram\nMer vet ingen."
    assert [line for _, line in headed(text)] == [
        "Dette er kjent.",
        "Tre skip sank",
        "Ni skip kom fram",
        "Mer vet ingen.",
    ]


def test_what_heads_nothing_goes_if_short_and_stays_as_text_if_long() -> None:
    assert headed("Havnen er stengt.\nNeste sak") == [("", "Havnen er stengt.")]
    long = "Havnesjefen sier at havnen åpner igjen i morgen tidlig"
    assert headed(f"Havnen er stengt.\n{long}")[-1] == ("", long)
    assert headed("Havnen stengt") == [("", "Havnen stengt")]


def test_plain_words_drops_markup_only() -> None:
    assert plain_words("## **Havnen** er [stengt](http://a.b)  i_dag") == "Havnen er stengt i_dag"


@given(
    st.lists(st.sampled_from(["Mest lest", "Kort linje", "En setning er lang nok.", "© 2020", "Hva nå?", "- punkt"]))
)
def test_cleaning_only_drops_and_keeps_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks = plain(text, 0)
    rest = without_boilerplate(text, blocks)
    assert [block for block in blocks if block in rest] == rest
    marked = with_headings(text, rest)
    assert bool(marked) == bool(rest)
    assert not marked or marked[-1].kind is not Kind.HEADING
    assert [(b.start, b.end) for b in marked] == [(b.start, b.end) for b in rest][: len(marked)]


def test_hostile_lines_take_no_time() -> None:
    line = "https://" * 30 + "x"
    text = f"{line}\n" + "(" * 100_000 + "\n" + "![a](" * 40
    assert isinstance(without_boilerplate(text, [Block(0, len(text))]), list)

# ruff: noqa: E501 - tables of lines as they stand in articles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import Article, Paragraph
from ingest.errors import UnreadableArticle
from ingest.passages import MOST, Passage, split
from ingest.readers import parse_article
from ingest.text.lines import Lines

SENTENCE = "Havnen i byen var stengt i hele natt på grunn av stormen. "  # 57 characters


def article(text: str, *paragraphs: Paragraph, title: str = "Storm", language: str = "nb") -> Article:
    return Article("a.txt", text, "utf-8", "0" * 64, title, language, paragraphs or (Paragraph(0, len(text)),))


def read(text: str, source: str = "a.txt") -> tuple[Passage, ...]:
    return split(parse_article(source, text.encode()))


def test_a_long_paragraph_is_cut_evenly_between_sentences() -> None:
    text = (SENTENCE * 15).strip()
    passages = split(article(text))
    lengths = [len(passage.text) for passage in passages]
    assert 2 <= len(passages) <= 3
    assert max(lengths) - min(lengths) <= len(SENTENCE)
    assert all(passage.text.endswith(".") for passage in passages)
    assert sum(len(passage.sentences) for passage in passages) == 15


def test_small_neighbours_are_merged_and_cut_between_paragraphs() -> None:
    paragraph = (SENTENCE * 3).strip()
    text = "\n".join([paragraph] * 4)
    passages = read(text)
    assert [passage.text for passage in passages] == [f"{paragraph}\n{paragraph}"] * 2
    assert [(p.first_line, p.last_line) for p in passages] == [(1, 2), (3, 4)]


def test_what_was_cleaned_away_parts_passages() -> None:
    passages = read("Havnen er stengt i dag.\nLes også: Ny bro over sundet\nDen åpner i morgen.")
    assert [passage.text for passage in passages] == ["Havnen er stengt i dag.", "Den åpner i morgen."]


def test_a_heading_parts_passages_and_is_context_only() -> None:
    passages = read("Havnen er stengt i dag.\nHvem betaler?\nStaten betaler for alt.")
    assert [passage.text for passage in passages] == ["Havnen er stengt i dag.", "Staten betaler for alt."]
    assert passages[0].heading == ""
    assert passages[1].heading == "Havnen er stengt i dag – Hvem betaler?"


def test_the_title_is_context_unless_it_stands_in_the_passage() -> None:
    passages = read("# Storm i byen\n\nHavnen er stengt i dag.", "a.md")
    assert [passage.heading for passage in passages] == ["Storm i byen"]


def test_list_entries_share_a_passage() -> None:
    (passage,) = read("Dette vet vi nå:\n- Tre skip sank i natt.\n- Ni skip kom fram.")
    assert passage.text.endswith("- Ni skip kom fram.")
    assert len(passage.sentences) == 3


def test_a_passage_in_another_script_has_its_own_language() -> None:
    arabic = "وقال رئيس الميناء إن السفن ستعود إلى البحر بعد انتهاء العاصفة مباشرة. " * 6
    passages = read(f"{SENTENCE * 7}\n{arabic}")
    assert [passage.language for passage in passages] == ["nb", "ar"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_in_every_newline_style(newline: str) -> None:
    text = newline.join(["Storm i byen", "", (SENTENCE * 6).strip(), "", (SENTENCE * 7).strip()])
    assert [(p.first_line, p.last_line) for p in read(text)] == [(3, 3), (5, 5)]


def test_equal_text_has_the_same_key_wherever_it_stands() -> None:
    text = (SENTENCE * 7).strip()
    first = split(article(text))[0]
    moved = split(article(f"\n\n{text}", Paragraph(2, 2 + len(text))))[0]
    assert first.key == moved.key
    assert first.start != moved.start


def test_a_text_without_sentence_marks_stays_within_bounds() -> None:
    passages = split(article("ord " * 5_000))
    assert all(len(passage.text) <= MOST for passage in passages)


LINES = st.sampled_from(
    ["Havnen er stengt i dag.", "Hvem betaler?", "- punkt", "1. punkt", "Les også", "هل وصلت السفينة ؟ نعم .", "他说。下雨了。",
     "Kort", SENTENCE * 9, "x" * 1_500, "«Ja. Nei.» sa han", "\u2028", "", "# Tittel", "> sitat", "(NTB) – Det snør.", "😀"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["a.txt", "a.md"]))
def test_passages_stand_in_the_file_as_they_say(lines: list[str], newline: str, source: str) -> None:
    data = newline.join(lines).encode()
    try:
        found = parse_article(source, data)
    except UnreadableArticle:
        return
    passages = split(found)
    numbered = Lines(found.text)
    file_lines = data.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = 0
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert passage.text == found.text[passage.start : passage.end] != ""
        assert passage.text.encode(found.encoding) in data
        assert passage.start >= last
        assert (passage.first_line, passage.last_line) == numbered.span(passage.start, passage.end)
        held = "\n".join(file_lines[passage.first_line - 1 : passage.last_line])
        assert passage.text.replace("\r\n", "\n").replace("\r", "\n") in held
        assert passage.sentences[0][0] == passage.start
        assert passage.sentences[-1][1] == passage.end
        last = passage.end
    cut = [span for passage in passages for span in passage.sentences]
    assert cut == sorted(cut)
    for paragraph in found.paragraphs:
        inside = [(a, b) for a, b in cut if paragraph.start <= a and b <= paragraph.end]
        covered = "".join("".join(found.text[a:b].split()) for a, b in inside)
        assert covered == "".join(found.text[paragraph.start : paragraph.end].split())

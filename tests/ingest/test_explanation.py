# ruff: noqa: E501 - lines as they stand in articles
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.__main__ import main
from ingest.errors import CorpusError, UnreadableArticle
from ingest.explanation import Explanation, explain
from ingest.readers import parse_article
from ingest.text.lines import Lines

STORY = (
    "Nyheter\nBro over Lilleelva stengt til mai\nPublisert 4. mars 2024\nBroen er stengt, opplyser fylket mandag.\n"
    "Les også: Ny ferge i vinter\nIngen er skadd\nhttps://ekko.example/1\nDel saken\n© 2024 Ekko\n"
)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path))
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0")
    return tmp_path


def only(explanations: list[Explanation]) -> Explanation:
    (explanation,) = explanations
    return explanation


def test_every_line_has_a_role_or_a_reason(corpus: Path) -> None:
    found = only(list(explain(corpus / "a.txt", corpus)))
    assert [(part.lines[0], part.role) for part in found.kept] == [
        (1, "heading"), (2, "title"), (4, "passage"), (6, "passage"),
    ]  # fmt: skip
    assert [(part.lines[0], part.role) for part in found.left_out] == [
        (3, "date or time of publication"), (5, "teaser"), (7, "web address"), (8, "label or button"), (9, "rights notice"),
    ]  # fmt: skip


def test_explained_as_json_one_object_a_file(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", str(corpus), "--json"]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert list(first) == ["source", "title", "language", "outlet", "published", "url", "kept", "left_out"]
    assert (first["title"], first["published"]) == ("Bro over Lilleelva stengt til mai", "2024-03-04")
    assert first["kept"][2] == {"lines": [4, 4], "text": "Broen er stengt, opplyser fylket mandag.", "as": "passage"}
    assert first["left_out"][1] == {"lines": [5, 5], "text": "Les også: Ny ferge i vinter", "reason": "teaser"}
    assert second == {"source": "b.txt", "failed": "it is binary, not text"}


def test_explained_in_words(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", str(corpus / "a.txt")]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "a.txt: Bro over Lilleelva stengt til mai (nb, 2024-03-04)"
    assert shown[6].split() == ["6", "passage:", "Ingen", "er", "skadd"]
    assert "left out: teaser: Les også" in shown[5]


def test_lines_of_many_files_are_explained_among_them(corpus: Path) -> None:
    for number in range(3):
        text = f"Sak nummer {number} er helt ny i dag.\nIrakurri gehiago hemen\n"
        (corpus / f"r{number}.txt").write_text(text, "utf-8")
    found = only(list(explain(corpus / "r1.txt", corpus)))
    assert [part.role for part in found.left_out] == ["repeated in articles of the outlet"]
    assert not only(list(explain(corpus / "r1.txt", corpus / "elsewhere"))).left_out


def test_what_is_not_there_is_said(corpus: Path) -> None:
    with pytest.raises(CorpusError, match=r"no file or folder .*gone"):
        list(explain(corpus / "gone", corpus))


def test_the_report_counts_lines_left_out(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--dry-run", "--json", "--corpus", str(corpus)])
    assert json.loads(capsys.readouterr().out)["left_out"] == {
        "date or time of publication": 1, "teaser": 1, "web address": 1, "label or button": 1, "rights notice": 1,
    }  # fmt: skip


PIECES = st.lists(
    st.sampled_from(
        ["Les også", "Mest lest", "Kort linje", "En setning er lang nok.", "© 2020 Ekko", "Hva nå?", "- punkt", "", "* * *", "---", "```", "<!-- skjult", "-->", "[^1]: Note", "# Tittel", "", " a ", " b", "", "12:30", "4. mars 2024", "Publisert 4. mars 2024", "+++", "title = 1", "{", "From: a@b.no", "Subject: Sak", "Date: x", "To: c", "![bilde](b.png)", "[en lenke](http://a.b)", "(Ekko) – Saken er ny.", "OSLO (NTB) – Saken er ny.", "    kode", "<p>Hei.</p>"]
    ) | st.text(max_size=30)
)  # fmt: skip


@given(PIECES, st.sampled_from([".txt", ".md"]))
def test_every_line_that_is_not_blank_is_accounted_for(pieces: list[str], suffix: str) -> None:
    try:
        article = parse_article(f"a{suffix}", "\n".join(pieces).encode("utf-8", "replace"))
    except UnreadableArticle:
        return
    lines = Lines(article.text)
    ranges = [(p.start, p.end) for p in article.paragraphs] + list(article.headings)
    ranges += [(part.start, part.end) for part in article.left_out]
    covered = {number for start, end in ranges for number in range(lines.at(start), lines.at(max(start, end - 1)) + 1)}
    for number, line in enumerate(article.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        assert number in covered or not any(map(str.isprintable, line.split()))

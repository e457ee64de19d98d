"""Questions for contradictions: each pair of sentences is quoted, once a point; the newer is said to be newer."""

from pathlib import Path

import pytest

from bot.answers.answer import Notice, Question
from bot.facts.contradictions import ContradictionKind
from ingest.models.embedding import Embedder
from tests.bot.answers.test_understanding import answering, sources

ARTICLES = {
    "quay1.md": ("2024-05-02", "Lerkposten", "en", "The old quay in Lerk collapsed, and six boats were lost there."),
    "quay2.md": ("2024-05-06", "Dagens Kyst", "nb", "Åtte båter gikk tapt da kaia i Lerk raste, ikke seks."),
    "rail1.md": ("2024-05-02", "Lerkposten", "en", "The railway line to Ostby was closed in January 2020 by a flood."),
    "rail2.md": ("2024-05-02", "Harbour Wire", "en", "A flood closed the railway line to Ostby in March 2020."),
    "rail3.md": (None, "Dagens Kyst", "nb", "Jernbanen til Ostby ble stengt av en flom i mars 2020."),
    "school.md": ("2024-05-03", "Dagens Kyst", "nb", "Den nye skolen på Ytterøy får 140 elever og åpner i 2025."),
}


def test_in_what_articles_differ_is_quoted(tmp_path: Path, embedder: Embedder) -> None:
    with answering(tmp_path, ARTICLES, embedder) as bot:
        quay, rail, school = (
            bot.answer(Question(f"Do the sources agree on the {subject}?"))
            for subject in ("quay in Lerk", "railway line to Ostby", "school on Ytterøy")
        )
        everything = bot.answer(Question("Where do the articles contradict each other?"))
    assert sources(quay) == ["quay2.md", "quay1.md"]
    assert [(it.newer, it.older) for it in quay.updates] == [((1,), (2,))]
    (differs,) = rail.disagreements
    assert (differs.kind, {*(differs.values or ())}) == (ContradictionKind.DATE, {"2020-01", "2020-03"})
    said = [next(it.quote for it in rail.citations if it.number in side) for side in (differs.one, differs.other)]
    for value, quote in zip(differs.values or (), said, strict=True):
        assert ("January" if value == "2020-01" else "mar") in quote.replace("March", "march")
    assert Notice.NO_CONTRADICTION in school.notices
    assert (school.disagreements, school.updates) == ((), ())
    assert {*sources(everything)} == {"quay1.md", "quay2.md", *sources(rail)}


@pytest.mark.parametrize("language", ["en", "nb"])
def test_what_no_article_is_about_differs_in_nothing(tmp_path: Path, embedder: Embedder, language: str) -> None:
    asked = {"en": "Are there contradictions about bird flu?", "nb": "Er kildene enige om fugleinfluensa?"}[language]
    with answering(tmp_path, ARTICLES, embedder) as bot:
        assert Notice.NO_SUCH_ARTICLES in bot.answer(Question(asked)).notices

"""Two articles on one point that differ, and everything that only looks like it."""

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.facts.contradictions import DAYS_APART, ContradictionKind, Difference, Stated, ToldSentence, differences
from bot.facts.names import Wording

FERRY = "The ferry was closed in January 2020."
FERJE = "Ferja ble stengt i februar 2020."


def alike(*groups: int, likeness: float = 0.9) -> NDArray[np.float32]:
    """Give a vector for each number; those of one number have this likeness, those of others none."""
    size = len(groups)
    vectors = np.zeros((size, size + max(groups) + 1), np.float32)
    for row, group in enumerate(groups):
        vectors[row, row] = (1 - likeness) ** 0.5
        vectors[row, size + group] = likeness**0.5
    return vectors


def found(
    *texts: tuple[str, str, str],
    vectors: NDArray[np.float32] | None = None,
    also: dict[str, str] | None = None,
    published: dict[str, date] | None = None,
) -> list[Difference]:
    """Compare (source, language, text); `also` says what articles say besides."""
    told = [
        ToldSentence(Wording(text, language), source, (published or {}).get(source)) for source, language, text in texts
    ]

    def article(source: str) -> Stated:
        own = [each.wording for each in told if each.source == source]
        return Stated((*own, Wording((also or {}).get(source, ""), "en")))

    return differences(told, alike(*[0] * len(told)) if vectors is None else vectors, article)


def kinds(differences: list[Difference]) -> list[ContradictionKind]:
    return [each.kind for each in differences]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (("en", FERRY), ("nb", FERJE), ContradictionKind.DATE),
        (("en", FERRY), ("ar", "أُغلقت العبّارة في فبراير 2020."), ContradictionKind.DATE),
        (("en", "It opened in 1903."), ("en", "It opened in 1905."), ContradictionKind.DATE),
        (("en", "It carries 120 cars."), ("en", "It carries 118 cars."), ContradictionKind.NUMBER),
        (("en", "It takes 24 minutes."), ("nb", "Det tar 30 minutter."), ContradictionKind.NUMBER),
        (("en", "It carries 120 cars."), ("nb", "Den tar 95 biler."), ContradictionKind.NUMBER),
        (("en", "It went to Norway."), ("ar", "ذهبت إلى السويد."), ContradictionKind.PLACE),
    ],
)
def test_one_value_that_differs_is_found(one: tuple[str, str], other: tuple[str, str], kind: ContradictionKind) -> None:
    assert kinds(found(("a", *one), ("b", *other))) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "About 67,000 barrels."), ("nb", "67 000 fat.")),
        (("en", "67,000 barrels."), ("ar", "٦٧ ألف برميل.")),
        (("en", "More than 60 people."), ("en", "63 people.")),
        (("en", "Closed in January 2020."), ("nb", "Stengt i 2020.")),
        (("en", "Closed on 5 January 2020."), ("nb", "Stengt i januar 2020.")),
        (("en", "In January and February 2020."), ("en", "In February 2020.")),
        (("en", "It takes 24 minutes and 120 cars."), ("en", "It takes 24 minutes and 350 people.")),
        (("en", "From 24 to 30 minutes."), ("en", "From 10 minutes to 12 minutes.")),
        (("en", "It opened in 1903."), ("en", "It carries 1,905 cars.")),
        (("en", "It takes 24 minutes."), ("en", "It takes 24 hours.")),
        (("en", "From Norway to Sweden."), ("en", "From Norway.")),
        (("en", "It takes nine minutes."), ("en", "It takes 9 minutes.")),
    ],
)
def test_what_only_looks_different_is_none(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert found(("a", *one), ("b", *other)) == []


def test_one_article_does_not_contradict_itself() -> None:
    assert found(("a", "en", FERRY), ("a", "nb", FERJE)) == []


def test_what_the_other_article_says_elsewhere_is_known_to_it() -> None:
    assert found(("a", "en", FERRY), ("b", "nb", FERJE), also={"b": "It was loaded in January 2020."}) == []
    assert found(("a", "en", FERRY), ("b", "nb", FERJE), also={"b": "It was loaded in 2020."}) != []
    cars = (("a", "en", "It carries 120 cars."), ("b", "en", "It carries 118 cars."))
    assert found(*cars, also={"a": "The old one carried 118 cars."}) == []


def test_sentences_that_are_not_alike_are_on_different_points() -> None:
    assert found(("a", "en", FERRY), ("b", "nb", FERJE), vectors=alike(0, 0, likeness=0.3)) == []
    years = (("a", "en", "It opened in 1903."), ("b", "en", "It sank in 1905."))
    assert found(*years, vectors=alike(0, 0, likeness=0.55)) == []
    across = (("a", "en", "It opened in 1903."), ("b", "nb", "Den åpnet i 1905."))
    assert kinds(found(*across, vectors=alike(0, 0, likeness=0.55))) == [ContradictionKind.DATE]
    assert found(*across, vectors=alike(0, 0, likeness=0.45)) == []


def test_the_nearest_sentence_is_compared_and_no_other() -> None:
    texts = (("a", "en", FERRY), ("b", "nb", FERJE), ("b", "nb", "Skipet ble solgt i mars 2020."))
    vectors = alike(0, 0, 1)
    vectors[2] = 0.7 * vectors[0] + 0.7 * vectors[2]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert [(each.one, each.other) for each in found(*texts, vectors=vectors)] == [(0, 1)]


def test_counts_of_another_day_are_no_difference_but_dates_are() -> None:
    days = {"a": date(2024, 5, 1), "b": date(2024, 5, 2 + DAYS_APART)}
    assert found(("a", "en", "It killed 12 people."), ("b", "en", "It killed 15 people."), published=days) == []
    assert kinds(found(("a", "en", FERRY), ("b", "nb", FERJE), published=days)) == [ContradictionKind.DATE]


def test_the_most_alike_come_first() -> None:
    texts = [
        ("a", "en", FERRY),
        ("b", "nb", FERJE),
        ("a", "en", "It carries 120 cars."),
        ("b", "en", "It has 90 cars."),
    ]
    vectors = alike(0, 0, 1, 1)
    vectors[2:] = alike(0, 0, 1, 1, likeness=0.95)[2:]
    assert kinds(found(*texts, vectors=vectors)) == [ContradictionKind.NUMBER, ContradictionKind.DATE]


NOT_VERY_ALIKE = 0.45


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (("nb", "Båten har 210 passasjerer og 44 biler."), [ContradictionKind.NUMBER]),
        (("fr", "Le bateau prend 44 voitures."), [ContradictionKind.NUMBER]),
        (("ar", "تتسع العبّارة إلى 44 سيارة."), [ContradictionKind.NUMBER]),
        (("nb", "Båten har 44 bord."), []),  # another thing, or one that is not known by name
        (("nb", "Båten har 12 biler."), []),  # of another size
        (("en", "The boat has room for 44 cars."), []),  # in one language more likeness is asked
    ],
)
def test_two_counts_of_a_known_thing_need_less_likeness_between_languages(
    other: tuple[str, str], expected: list[ContradictionKind]
) -> None:
    vectors = alike(0, 0, likeness=NOT_VERY_ALIKE)
    assert kinds(found(("a", "en", "She carries 46 cars in 20 minutes."), ("b", *other), vectors=vectors)) == expected


def test_a_nearer_sentence_that_counts_something_else_is_no_obstacle() -> None:
    told = (("a", "en", "She carries 46 cars in 20 minutes."), ("b", "nb", "Det er plass til 44 biler."))
    nearer = ("b", "nb", "Turen tar 25 minutter.")
    vectors = alike(0, 0, 0, likeness=NOT_VERY_ALIKE)
    vectors[2] = 0.9 * vectors[0] + 0.1 * vectors[2]
    vectors[2] /= np.linalg.norm(vectors[2])
    assert ContradictionKind.NUMBER in kinds(found(*told, nearer, vectors=vectors))

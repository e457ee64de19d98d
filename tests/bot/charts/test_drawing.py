"""Real pictures: drawn without a warning, decoded, looked at pixel by pixel."""

import io
import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from bot.charts.counting import By, count
from bot.charts.drawing import COLOURS, DENSITY, REST, WIDTH, draw, drawable
from bot.charts.largest import largest
from bot.charts.picture_composer import compose
from bot.texts import LANGUAGES, Texts
from ingest.index.tallies import Tally
from tests.bot.charts.corpora import TALKED_ABOUT, any_tallies, corpus, stories_of, tally

Pixels = NDArray[np.uint8]
LARGEST = 10_485_760
"""Bytes of a photo that Telegram takes (core.telegram.org/bots/api#sendphoto)."""


def drawn(tallies: list[Tally], by: By = By.LANGUAGE, language: str = "en", *, stories: bool = False) -> bytes:
    counts = count(tallies, by)
    assert counts
    told = largest(TALKED_ABOUT, stories_of(TALKED_ABOUT), by, None, language) if stories else ()
    return draw(compose(counts, Texts(language), drawable, told).picture)


def pixels(png: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def columns(picture: Pixels, colour: str) -> NDArray[np.intp]:
    """Where a colour stands, from left to right, in the upper part."""
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return np.flatnonzero((picture[: 4 * DENSITY] == wanted).all(axis=2).any(axis=0))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", By)
def test_a_picture_of_every_kind(by: By, language: str) -> None:
    png = drawn(corpus(), by, language)
    picture = pixels(png)
    height, width, _ = picture.shape
    assert width == WIDTH * DENSITY
    assert height <= 2 * width
    assert len(png) < min(LARGEST, 200_000)
    for colour in (*COLOURS, REST):
        assert len(columns(picture, colour)) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_stand_below_in_the_same_colours(language: str) -> None:
    without, picture = (pixels(drawn(corpus(), language=language, stories=it)) for it in (False, True))
    assert picture.shape[0] > without.shape[0] + 2 * DENSITY * 0.5
    below = picture[-int(1.7 * DENSITY) :]
    for colour in COLOURS[:5]:
        assert len(columns(below, colour)) > DENSITY / 2


def test_the_labels_of_both_axes_are_written_alike() -> None:
    for language in ("ar", "nb"):
        picture = pixels(drawn(corpus(), language=language))[: 4 * DENSITY]
        assert not (picture == 0).all(axis=2).any()
        assert (picture == [0x5B, 0x68, 0x75]).all(axis=2).any()


def test_time_runs_the_way_people_read() -> None:
    grows = [tally(date(2026, 3, 1), 1), tally(date(2026, 3, 12), 9)]
    left, right = (columns(pixels(drawn(grows, language=language)), COLOURS[0]) for language in ("ar", "nb"))
    middle = WIDTH * DENSITY / 2
    assert np.median(left) < np.median(right)
    tall = {}
    for language in ("ar", "nb"):
        picture = pixels(drawn(grows, language=language))
        blue = (picture[: 4 * DENSITY] == [0x44, 0x77, 0xAA]).all(axis=2).sum(axis=0)
        tall[language] = int(blue.argmax())
    assert tall["ar"] < middle < tall["nb"]


@pytest.mark.parametrize("days", [1, 2, 40, 7300, 36000])
def test_bars_of_any_number_stay_inside(days: int) -> None:
    picture = pixels(drawn(corpus(400, days), By.OUTLET, "ar"))
    edge = int(0.3 * DENSITY)
    for side in (picture[:, :edge], picture[:, -edge:], picture[: edge // 2]):
        assert (side == 255).all()


@settings(max_examples=8, deadline=None)
@given(any_tallies, st.sampled_from(By), st.sampled_from(LANGUAGES))
def test_any_corpus_is_drawn_without_a_warning(tallies: list[Tally], by: By, language: str) -> None:
    picture = pixels(drawn(tallies, by, language))
    assert 0.02 < (picture != 255).any(axis=2).mean() < 0.9


def test_letters_that_the_font_lacks_are_known() -> None:
    assert drawable("صحيفة الشرق BBC 12 «ø» Новости $x_1^2$\u2068\u2069")
    assert not drawable("海港日报")
    assert not drawable("a\nb")


def test_pictures_drawn_at_once_are_the_same_as_one_by_one() -> None:
    kinds = list(itertools.product(By, LANGUAGES))
    alone = [drawn(corpus(300, 90), by, language) for by, language in kinds]
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda kind: drawn(corpus(300, 90), *kind), kinds))
    assert together == alone


def seen_by(colours: list[str], kind: str) -> NDArray[np.float64]:
    """Linear colours as deuteranopes and protanopes see them (Viénot, Brettel & Mollon 1999)."""
    channels = np.array([[int(it[at : at + 2], 16) / 255 for at in (1, 3, 5)] for it in colours])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    to_lms = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
    lacks = {
        "none": np.eye(3),
        "protan": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
        "deutan": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
    }
    seen: NDArray[np.float64] = linear @ (np.linalg.inv(to_lms) @ lacks[kind] @ to_lms).T
    return np.clip(seen, 0, 1)


def lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*a*b* under D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    scaled = linear @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    root = np.where(scaled > 0.008856, np.cbrt(scaled), 7.787 * scaled + 16 / 116)
    return np.stack([116 * root[:, 1] - 16, 500 * (root[:, 0] - root[:, 1]), 200 * (root[:, 1] - root[:, 2])], axis=1)


@pytest.mark.parametrize("kind", ["none", "protan", "deutan"])
def test_neighbours_are_told_apart_by_colour_blind_eyes(kind: str) -> None:
    shades = lab(seen_by([*COLOURS, REST], kind))
    distances = np.linalg.norm(np.diff(shades, axis=0), axis=1)
    assert distances.min() > 35

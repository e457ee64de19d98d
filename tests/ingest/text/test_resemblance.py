"""Which texts say the same, and how many voices that makes."""

import pytest

from ingest.text.resemblance import SAME, containment, count_texts, count_voices, runs_of

WIRE = (
    "VARDØ (NTB) The ferry Skarven was sold to a company in Gdansk on Monday, said the harbour master. "
    "It had served the town for forty years, and nobody had repaired its engine since the storm of 2009."
)
EDITED = WIRE.replace("VARDØ (NTB) ", "").replace("on Monday", "yesterday") + " The mayor was not surprised."
OWN = (
    "After forty years the old ferry leaves Vardø. A Polish buyer pays four million kroner, our reporter learned, "
    "and the crew of eleven must look for other work before Easter."
)
OTHER = "The library opens on Sundays from May on, as the council decided against the votes of three members."


def test_an_edited_wire_story_is_the_same_text_and_a_report_of_the_same_event_is_not() -> None:
    assert containment(runs_of(WIRE), runs_of(EDITED)) >= SAME
    assert containment(runs_of(WIRE), runs_of(OWN)) < SAME
    assert containment(runs_of(WIRE), runs_of("")) == 0.0
    assert count_texts([runs_of(it) for it in (WIRE, OWN, EDITED, OTHER)]) == 3
    assert count_texts([]) == 0


@pytest.mark.parametrize(
    ("told", "voices"),
    [
        ([("A", WIRE), ("B", EDITED), ("C", WIRE)], 1),
        ([("A", WIRE), ("B", EDITED), ("B", OWN)], 2),
        ([("A", WIRE), ("B", OWN), ("C", OTHER)], 3),
        ([("A", WIRE), ("A", OWN), ("A", OTHER)], 1),
        ([(None, WIRE), ("A", OWN)], 1),
        ([(None, WIRE)], 1),
        ([], 0),
    ],
)
def test_a_text_is_one_voice_whoever_prints_it_and_so_is_an_outlet(
    told: list[tuple[str | None, str]], voices: int
) -> None:
    assert count_voices([outlet for outlet, _ in told], [runs_of(text) for _, text in told]) == voices

"""Resemblance: whether two texts say the same in much the same words; the one measure for that. Pure.

Texts are compared by the runs of five words that both hold, as a share of the shorter text's (Broder 1997, "On the
Resemblance and Containment of Documents"). Folded first, so that case and accents make no difference.
"""

from collections.abc import Hashable, Sequence

from ingest.text.folding import fold

SAME = 0.5
"""Share of the runs of the shorter text from which two articles count as one told twice."""

_RUN = 5

Runs = frozenset[tuple[str, ...]]


def runs_of(text: str) -> Runs:
    """Give the runs of words of a text; of a text that is shorter than one, all of it."""
    words = fold(text).text.split()
    return frozenset(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words)


def containment(one: Runs, other: Runs) -> float:
    """Give the share of the shorter text's runs that the other one holds, from 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def overlap(one: Runs, other: Runs) -> float:
    """Give the share of the longer text's runs that the other one holds, from 0 to 1."""
    longer = max(len(one), len(other))
    return len(one & other) / longer if longer else 0.0


def count_texts(texts: Sequence[Runs]) -> int:
    """Count texts, those that say the same as one; likeness is passed on from each to the next."""
    first = list(range(len(texts)))
    for at, text in enumerate(texts):
        for before in range(at):
            if first[at] != first[before] and containment(text, texts[before]) >= SAME:
                joined = first[at]
                first = [first[before] if it == joined else it for it in first]
    return len(set(first))


def count_voices(outlets: Sequence[Hashable], texts: Sequence[Runs]) -> int:
    """Count who tells something independently of each other, at least one where there is any article.

    A text that several outlets print, such as a wire story, is one voice, and so is an outlet, however often it tells.

    Args:
        outlets: Of each article, None where it is not known.
        texts: Of each article.
    """
    named = len({outlet for outlet in outlets if outlet is not None})
    return min(max(1, named), count_texts(texts)) if texts else 0

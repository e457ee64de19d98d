"""Model context: which passages a language model is shown, within a budget of tokens. Pure.

    passages, best first ──with their neighbours──▶ articles, the best first, each in its own order ──until it is full

Takes passages in order and what gives an article's passages; gives passages. Tokens are guessed from the bytes of a
text: four a token, which suits most tokenizers in Latin script and errs on the safe side in others.
"""

from collections.abc import Callable, Sequence

from ingest.index.catalogue import StoredPassage

CONTEXT_TOKENS = 4_000
"""Tokens of passages, unless LLM_CONTEXT_TOKENS says otherwise."""

WHOLE = 4
"""So many of the best passages are shown with the one before and the one behind."""

BYTES_PER_TOKEN, FRAME = 4, 40
"""Of text; and tokens of a passage's own marks."""


def shown_to_model(
    ordered: Sequence[StoredPassage], passages_of: Callable[[str], Sequence[StoredPassage]], tokens: int
) -> list[StoredPassage]:
    """Choose the passages: at least the best one, and as many as the budget holds.

    Args:
        ordered: What was found, the best first.
        passages_of: Gives all passages of an article by its source, in order.
        tokens: The budget.
    """
    chosen: dict[int, StoredPassage] = {}
    left = tokens
    for place, passage in enumerate(ordered):
        for wanted in (passage, *(_neighbours(passage, passages_of) if place < WHOLE else ())):
            cost = cost_of(wanted)
            if wanted.id not in chosen and (cost <= left or not chosen):
                chosen[wanted.id] = wanted
                left -= cost
    articles = list(dict.fromkeys(passage.article.source for passage in chosen.values()))
    return sorted(chosen.values(), key=lambda it: (articles.index(it.article.source), it.passage.start))


def cost_of(passage: StoredPassage) -> int:
    """Guess how many tokens it takes to show a passage."""
    article = passage.article
    shown = f"{article.title} {article.outlet or ''} {passage.passage.text}"
    return FRAME + len(shown.encode()) // BYTES_PER_TOKEN


def _neighbours(
    passage: StoredPassage, passages_of: Callable[[str], Sequence[StoredPassage]]
) -> Sequence[StoredPassage]:
    whole = list(passages_of(passage.article.source))
    place = next((i for i, each in enumerate(whole) if each.id == passage.id), None)
    return [] if place is None else [*whole[max(0, place - 1) : place], *whole[place + 1 : place + 2]]

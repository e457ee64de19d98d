"""Which articles fit conditions and are about a subject, newest first, without reading all of an index.

    subject ──embed──▶ near passages, passages with its words ──▶ their articles ──Topics──▶ those about it

Takes the words of a subject; gives StoredArticles. What Topics decides, it decides of the articles that come near.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from bot.answers.retrieval import Retrieval
from bot.facts.names import Wording
from bot.facts.places import named_in
from bot.facts.sounds import heard, shared
from bot.likeness.article_traces import ArticleTraces
from bot.likeness.article_vectors import ArticleVectors
from bot.likeness.common_ground import MOST_ADDED
from bot.likeness.subject_names import has_one, names_in
from bot.likeness.topics import Topics
from bot.quotes.speech import are_close
from ingest.index import lexicon
from ingest.index.catalogue import StoredArticle
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.index import Index
from ingest.models.centring import Centring, Vector
from ingest.models.embedding import Embedder
from ingest.text.languages import script_of

NEAR = 150
"""Passages of each language that are looked at, by meaning and again by words: more articles than a reader counts."""


SURELY, PERHAPS = 0.21, 0.16
"""Centred likeness of a subject to an article from which it is surely about it, and from which it is if none surely is
and it is hardly less alike than the first (`bot.likeness.topics.ABOUT`). Of twenty subjects over 30 articles of NTREX
in six languages .16 finds 62 % and finds something for 1 % of those that are not there; tests/evaluation/LOG.md."""

_HARDLY_LESS = 0.8

_READ = 8
"""Articles surely about a subject whose capital letters are looked at."""

HEARD = 0.3
"""What the names of a subject add to its likeness to an article in another script that has them, weighed by rarity."""

SAME_STORY, LEAST_ON_AVERAGE = 0.44, 0.33
"""Likeness to one article surely about the subject, and to all of these on average, from which another tells the
same story: among six articles of one story in four languages each was at least 0.47 like another, and none of 26 others
more than 0.39. Chosen on these."""

FOR_THE_LANGUAGE = 0.06
"""By so much are two articles more alike that are in one language, whatever they tell."""

HARDLY_ABOUT, SURELY_SAME = 0.05, 0.47
"""An article that is less like the subject than the first must be more like one about it: as much as the second. Chosen
on eighteen subjects over 12 and 32 articles, where other stories came up to 0.46 (tests/evaluation/LOG.md)."""


def core_of(likeness: Mapping[str, float], by_words: AbstractSet[str]) -> set[str]:
    """Give the articles that are surely about a subject, by content hash."""
    core = {key for key, value in likeness.items() if value >= SURELY} | by_words
    if not core and (most := max(likeness.values(), default=0.0)) >= PERHAPS:
        core = {key for key, value in likeness.items() if value >= max(PERHAPS, _HARDLY_LESS * most)}
    return core


def told_with(core: AbstractSet[str], alike: Mapping[str, Vector], likeness: Mapping[str, float]) -> set[str]:
    """Add the articles that tell the same story as those of the core, in whatever language and words.

    What tells the story of one that was added is not added: from story to story one comes to anything.

    Args:
        core: Content hashes of the articles that are surely about a subject.
        alike: Content hash -> likeness to each of those, shape (how many,), of the other articles.
        likeness: Content hash -> centred likeness of the subject.
    """
    if not core:
        return set()
    needed = {key: SURELY_SAME if likeness[key] < HARDLY_ABOUT else SAME_STORY for key in alike}
    return set(core) | {
        key for key, each in alike.items() if each.max() >= needed[key] and each.mean() >= LEAST_ON_AVERAGE
    }


def alike_to(
    core: AbstractSet[str], near: Mapping[str, StoredArticle], rows: Mapping[str, Vector], traces: ArticleTraces
) -> dict[str, Vector]:
    """Give the likeness of other articles to each of the core, in the order of their hashes.

    Args:
        core: Content hashes.
        near: Content hash -> article, those of the core among them.
        rows: Content hash -> centred vector, shape (dimension,), of unit length.
        traces: Tells what articles share in names and figures, which counts between languages.

    Returns:
        Content hash -> likeness, shape (size of the core,), of those that are not of the core.
    """
    sure, others = sorted(core), [key for key in near if key not in core]
    if not sure or not others:
        return {}
    table = np.stack([rows[key] for key in others]) @ np.stack([rows[key] for key in sure]).T
    left, right = np.nonzero(table >= SAME_STORY - MOST_ADDED)
    articles = [near[key] for key in (*others, *sure)]
    table[left, right] += traces.lifts(articles, left, right + len(others))
    spoken = [[are_close(near[key].language, near[other].language) for other in sure] for key in others]
    table -= FOR_THE_LANGUAGE * np.array(spoken)
    return dict(zip(others, table, strict=True))


class Subjects:
    """Finds the articles about a subject; safe to use from several threads."""

    def __init__(self, index: Index, embedder: Embedder, retrieval: Retrieval) -> None:
        self._index, self._retrieval = index, retrieval
        self._topics = Topics(index, embedder, Centring(embedder))

    def articles(self, subject: str, conditions: Conditions, language: str) -> list[StoredArticle]:
        """Give the articles about a subject, the last published first and the undated behind them.

        Args:
            subject: Some words; "" for all articles.
            conditions: What the articles must be.
            language: The reader's, in which a few words most likely are.
        """
        if not subject:
            return self._index.articles_fitting(conditions)
        names = self._names(subject, language)
        # What tells the story may be told by those that do not fit: another outlet, an earlier day.
        near = self._near(subject, names, EVERYTHING, language)
        if conditions:
            near |= self._near(subject, names, conditions, language)
        if not near:
            return []
        rows = self._rows(near)
        likeness = self._topics.likeness(subject, rows, language)
        by_words = self._said(subject, names) & near.keys()
        core = core_of(likeness, by_words) or core_of(self._heard(subject, near, likeness), by_words)
        about = told_with(core, alike_to(core, near, rows, ArticleTraces(self._index.passages_of)), likeness)
        about = core | self._with_name(
            subject, language, [near[key] for key in core], [near[key] for key in about - core]
        )
        return sorted((near[key] for key in about if conditions.fit(near[key])), key=_newest)

    def nearest(self, subject: str, language: str, most: int) -> list[StoredArticle]:
        """Give the articles that come nearest to a subject, the most alike first, whether about it or not."""
        near = self._near(subject, self._names(subject, language), EVERYTHING, language)
        if not near:
            return []
        likeness = self._heard(subject, near, self._topics.likeness(subject, self._rows(near), language))
        return sorted(near.values(), key=lambda it: -likeness[it.content_hash])[:most]

    def mentioning(self, subject: str, conditions: Conditions, language: str) -> list[StoredArticle]:
        """Give the articles in which a subject's words stand, inflected or, its names, in another script."""
        names = self._names(subject, language)
        near, said = self._near(subject, names, conditions, language), self._said(subject, names)
        return sorted((it for key, it in near.items() if key in said or self._is_heard(subject, it)), key=_newest)

    def _names(self, subject: str, language: str) -> Mapping[str, str]:
        """Give what a subject is called in the other languages of the index, where it is a country."""
        return named_in(subject, language if language != "und" else "en", self._retrieval.means())

    def _said(self, subject: str, names: Mapping[str, str]) -> set[str]:
        said = self._topics.by_words(subject)
        return said.union(*(self._topics.by_words(name, spoken) for spoken, name in names.items()))

    def _rows(self, near: Mapping[str, StoredArticle]) -> Mapping[str, Vector]:
        """Give the centred vectors of articles; sums are not remembered, these are few, and others the next time."""
        return ArticleVectors(self._index.vectors_of).rows(list(near.values()), self._retrieval.means())

    def _is_heard(self, subject: str, article: StoredArticle) -> bool:
        return heard(subject, self._text(article)) == 1.0

    def _heard(
        self, subject: str, near: Mapping[str, StoredArticle], likeness: Mapping[str, float]
    ) -> dict[str, float]:
        """Give the likeness of articles with what the subject's names add where another script writes them."""
        keys, script = [*near], script_of(subject)
        texts = [self._text(near[key]) for key in keys]
        added = dict(zip(keys, shared(subject, texts), strict=True))
        other = {key for key, text in zip(keys, texts, strict=True) if script_of(text) != script}
        return {key: likeness[key] + (HEARD * added[key] if key in other else 0.0) for key in keys}

    def _with_name(
        self, subject: str, language: str, core: Sequence[StoredArticle], others: Sequence[StoredArticle]
    ) -> set[str]:
        """Give those of other articles on a story that have a name of the subject, if it has any."""
        if not others:
            return set()
        names = names_in(subject, language, [Wording(self._text(it), it.language) for it in core[:_READ]])
        return {it.content_hash for it in others if not names or has_one(names, self._text(it))}

    def _text(self, article: StoredArticle) -> str:
        passages = (each.passage.text for each in self._index.passages_of(article.source))
        return "\n".join([article.title, *passages])

    def _near(
        self, subject: str, names: Mapping[str, str], conditions: Conditions, language: str
    ) -> dict[str, StoredArticle]:
        """Give the articles that come near a subject, or have what another language calls it, by content hash."""
        connection = self._index.read()
        asked = self._retrieval.ask(subject, language)
        hits = [hit for hit, _ in self._index.nearest(asked.vector, NEAR, conditions)]
        weighted = [self._retrieval.weigh(asked, spoken) for spoken in self._retrieval.means()]
        weighted += [lexicon.weigh(connection, name, spoken) for spoken, name in names.items()]
        for each in weighted:
            hits += self._index.with_words(each, NEAR, conditions)
        return {hit.article.content_hash: hit.article for hit in hits}


def _newest(article: StoredArticle) -> tuple[bool, int, int]:
    return article.published is None, -article.day.toordinal(), -article.id

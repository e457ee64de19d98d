"""Made-up tallies for tests: a large corpus, the seeds' like, and whatever hypothesis thinks of."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from ingest.index.catalogue import StoredArticle
from ingest.index.tallies import Tally

NOW = datetime(2026, 3, 14, 8, 41, tzinfo=UTC)
TODAY = NOW.date()
OUTLETS = (
    ("Fjordposten", "nb"),
    ("وكالة المرفأ", "ar"),
    ("Harbour Wire", "en"),
    ("Küstenblatt", "de"),
    ("El Faro del Valle", "es"),
    ("صحيفة الشرق للأنباء والتحليلات والدراسات الإقليمية", "ar"),
    ("Nordlandsavisen og Finnmarken Dagblad for Kyst og Vidde", "nb"),
    ("The Daily $hare_price^2", "en"),
    ("海港日报", "zh"),
    ("Портовые новости", "ru"),
    ("جريدة المدينة", "ar"),
    ("Le Matin du Port", "fr"),
)


def tally(
    day: date, articles: int = 1, language: str = "en", outlet: str | None = "Wire", *, dated: bool = True
) -> Tally:
    return Tally(day, dated, language, outlet, articles, NOW)


def corpus(articles: int = 3000, days: int = 730, outlets: int = 12, seed: int = 3) -> list[Tally]:
    """So many articles over so many days until yesterday, more of them lately, by so many outlets."""
    chance, counts = random.Random(seed), dict[tuple[date, str, str], int]()
    for _ in range(articles):
        number = min(int(chance.expovariate(4 / outlets)), outlets - 1)
        name, language = OUTLETS[number % len(OUTLETS)]
        edition = f" {number // len(OUTLETS) + 1}" if number >= len(OUTLETS) else ""
        key = TODAY - timedelta(1 + int(days * chance.random() ** 1.3)), f"{name}{edition}", language
        counts[key] = counts.get(key, 0) + 1
    return [tally(day, count, language, name) for (day, name, language), count in sorted(counts.items())]


any_tally = st.builds(
    Tally,
    st.dates(date(1900, 1, 1), date(2100, 1, 1)) | st.dates(date(2025, 12, 1), date(2026, 3, 14)),
    st.booleans(),
    st.sampled_from(("en", "ar", "nb", "de", "und", "xx", "zh", "fr", "es")),
    st.none() | st.sampled_from([name for name, _ in OUTLETS]) | st.text(max_size=80),
    st.integers(1, 10**6),
    st.just(NOW),
)
any_tallies = st.lists(any_tally, min_size=1, max_size=40)


def article(
    number: int, story: str, language: str = "en", outlet: str | None = "Wire", title: str = ""
) -> StoredArticle:
    """An article whose content is "story:number"."""
    day = TODAY - timedelta(number)
    return StoredArticle(
        id=number,
        source=f"{number}.txt",
        title=title or f"{story} {number}",
        language=language,
        outlet=outlet,
        published=day,
        url=None,
        content_hash=f"{story}:{number}",
        encoding="utf-8",
        first_ingested=NOW,
        changed=NOW,
        passages=1,
    )


def stories_of(articles: Sequence[StoredArticle]) -> dict[str, str]:
    """The story of each, by content."""
    return {it.content_hash: it.content_hash.partition(":")[0] for it in articles}


LIBRARY = {
    "nb": "Det gamle biblioteket tar igjen imot lesere",
    "ar": "إعادة فتح المكتبة القديمة في ميناء الزهر بعد سبع سنوات من الترميم",
    "en": "Old library of Mina al-Zahr opens again",
}
TALKED_ABOUT = [
    *[
        article(number, "library", language, outlet, LIBRARY.get(language, ""))
        for number, (outlet, language) in enumerate(OUTLETS[:7], 1)
    ],
    *[
        article(number, "ferry", "nb", "Fjordposten", "Elektrisk ferge i gang over Tarnholmsundet")
        for number in range(8, 12)
    ],
    article(12, "ferry", "en", "Harbour Wire", "Battery ferry starts on the Tarnholm crossing"),
    article(13, "river", "de", "Küstenblatt", "Niedrigwasser an der Velna legt Mühlen still"),
    article(14, "river", "zh", "海港日报", "维尔纳河水位下降"),
    article(15, "alone"),
]
"""Three stories of seven, five and two articles, and one of a single one."""

"""Articles of NTREX that report one event, by their headlines: judged by hand before anything was clustered.

The set holds the same article in every language, but also several agencies' articles on one event: to call those one
story is no mistake. Ids as in the data.
"""

EVENTS: tuple[tuple[str, ...], ...] = (
    ("rt.com.91337", "reuters.218932"),
    (
        "nytimes.184837",
        "euronews-en.153835",
        "reuters.218863",
        "nytimes.184860",
        "telegraph.405422",
        "reuters.218865",
        "euronews-en.153797",
        "newsweek.51340",
    ),
    ("bbc.381746", "scotsman.133791"),
    ("abcnews.306815", "newsweek.51338"),
    ("cbsnews.248387", "reuters.218909"),
    ("cnbc.com.6769", "reuters.218861"),
    ("newsweek.51300", "abcnews.306755"),
    ("cnn.304447", "newsweek.51310", "cnbc.com.6790"),
    ("newsweek.51339", "cnn.304478"),
    ("thelocal.65969", "euronews-en.153799"),
    ("independent.226301", "reuters.218923", "scotsman.133758", "reuters.218914", "euronews-en.153826"),
)


def event_of(article: str) -> str:
    """The first article of the same event; itself where it is the only one."""
    return next((group[0] for group in EVENTS if article in group), article)

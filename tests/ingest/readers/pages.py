"""A page as a newspaper's system would print it, in any language, for the tests of readers."""

from html import escape


def page(
    paragraphs: list[str],
    *,
    title: str = "The ferry is back",
    language: str = "en",
    outlet: str = "Ekko",
    day: str = "2024-03-04",
    url: str = "https://ekko.example/ferry",
) -> str:
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | {outlet}</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{day}T08:00:00+01:00"><meta name="author" content="Ada Lind">
<link rel="canonical" href="{url}"></head><body>
<header><nav><a href="/">Home</a> <a href="/sport">Sport</a> <a href="/about">About us</a></nav></header>
<article><h1>{title}</h1>{body}</article>
<aside><h3>Most read</h3><ul><li><a href="/1">Snow in May</a></li><li><a href="/2">New bridge</a></li></ul></aside>
<footer><p>© 2024 {outlet}</p><a href="/privacy">Privacy</a></footer></body></html>"""


STORY = [
    "The ferry to Storholmen runs again from Monday, the council said after a winter without one.",
    "It takes 120 cars and 300 passengers, and its new quay cost forty million kroner.",
    "The fishermen of the island had waited since the storm of January took the old quay away.",
    "“We are glad that it is over,” said the mayor, who will be on the first boat herself.",
]

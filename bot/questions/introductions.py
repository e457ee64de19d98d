"""Introductions: whether a question only asks who somebody or what something is, and of whom. Pure.

    "Who is Ada Lind?", "Hva er Lerkvika?" ──▶ "Ada Lind", "Lerkvika"
    "Who is the owner of the quay?"        ──▶ nothing: it asks for somebody, not about them

Takes the text of a question and its language; words stand in `introductions.toml`.
"""

from bot.questions.words import at, phrases, tokens

_FILE = "introductions.toml"
_LONGEST_NAME = 4


def introduced(text: str, language: str) -> str:
    """Give the name that a question asks about, as written; "" where it asks anything else.

    Whether it is a name the articles tell: who types quickly writes it without capitals.
    """
    words = tokens(text)
    start = at(words, 0, phrases("who_is", language, _FILE))
    if not start or not 1 <= len(words) - start <= _LONGEST_NAME:
        return ""
    return text[words[start].start : words[-1].end]

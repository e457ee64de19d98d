# ruff: noqa: E501 - lines as they stand in articles
"""Every sentence with a verb in it is quotable, in articles generated in twelve languages."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning.shapes import has_heading_shape
from ingest.passages import split
from ingest.readers import parse_article

LEADS = {
    "en": "The old harbour was closed on Monday because its pier had cracks, the mayor said.",
    "nb": "Den gamle havnen ble stengt mandag fordi brygga hadde sprekker, sa ordføreren.",
    "sv": "Den gamla hamnen stängdes i måndags eftersom bryggan hade sprickor, sade borgmästaren.",
    "de": "Der alte Hafen wurde am Montag gesperrt, weil der Steg Risse hatte, sagte der Bürgermeister.",
    "fr": "Le vieux port a été fermé lundi parce que la jetée était fissurée, a dit le maire.",
    "es": "El viejo puerto fue cerrado el lunes porque el muelle tenía grietas, dijo el alcalde.",
    "pl": "Stary port zamknięto w poniedziałek, bo pomost miał pęknięcia, powiedział burmistrz.",
    "tr": "Eski liman pazartesi günü kapatıldı çünkü iskelede çatlaklar vardı, dedi başkan.",
    "ru": "Старую гавань закрыли в понедельник, потому что на причале были трещины, сказал мэр.",
    "ar": "أغلق الميناء القديم يوم الاثنين لأن الرصيف كان متصدعا، حسبما قال رئيس البلدية.",
    "hi": "पुराना बंदरगाह सोमवार को बंद किया गया क्योंकि घाट में दरारें थीं, महापौर ने कहा।",
    "ja": "古い港は桟橋にひびが入ったため月曜日に閉鎖されたと市長が述べた。",
}
SENTENCES = {
    "en": (
        "Nobody was hurt",
        "Two divers found the anchor",
        "The repair costs forty million",
        "Fishermen wait for an answer",
    ),
    "nb": (
        "Ingen ble skadd",
        "To dykkere fant ankeret",
        "Reparasjonen koster førti millioner",
        "Fiskerne venter på svar",
    ),
    "sv": (
        "Ingen skadades",
        "Två dykare hittade ankaret",
        "Reparationen kostar fyrtio miljoner",
        "Fiskarna väntar på svar",
    ),
    "de": (
        "Niemand wurde verletzt",
        "Zwei Taucher fanden den Anker",
        "Die Reparatur kostet vierzig Millionen",
        "Die Fischer warten auf Antwort",
    ),
    "fr": (
        "Personne n'a été blessé",
        "Deux plongeurs ont trouvé l'ancre",
        "La réparation coûte quarante millions",
        "Les pêcheurs attendent une réponse",
    ),
    "es": (
        "Nadie resultó herido",
        "Dos buzos hallaron el ancla",
        "La reparación cuesta cuarenta millones",
        "Los pescadores esperan respuesta",
    ),
    "pl": (
        "Nikt nie został ranny",
        "Dwaj nurkowie znaleźli kotwicę",
        "Naprawa kosztuje czterdzieści milionów",
        "Rybacy czekają na odpowiedź",
    ),
    "tr": (
        "Kimse yaralanmadı",
        "İki dalgıç çapayı buldu",
        "Onarım kırk milyona mal oluyor",
        "Balıkçılar yanıt bekliyor",
    ),
    "ru": ("Никто не пострадал", "Два водолаза нашли якорь", "Ремонт стоит сорок миллионов", "Рыбаки ждут ответа"),
    "ar": (
        "لم يصب أحد بأذى",
        "عثر غواصان على المرساة",
        "تبلغ كلفة الإصلاح أربعين مليونا",
        "ينتظر الصيادون ردا من الوزير",
    ),
    "hi": ("कोई घायल नहीं हुआ", "दो गोताखोरों को लंगर मिला", "मरम्मत पर चालीस करोड़ लगेंगे", "मछुआरे जवाब का इंतज़ार कर रहे हैं"),
    "ja": (
        "けが人はいなかった",
        "潜水士二人がいかりを見つけた",
        "修理には四千万円かかる",
        "漁師たちは返事を待っている",
    ),
}
BEFORE = {
    "en": ("Update: ", "Correction: ", "Source: "), "nb": ("Oppdatering: ", "Rettet: ", "Kilde: "), "sv": ("Uppdaterad: ", "Rättelse: ", "Källa: "),
    "de": ("Aktualisierung: ", "Quelle: "), "fr": ("Mise à jour : ", "Source : "), "es": ("Actualización: ", "Fuente: "), "pl": ("Aktualizacja: ", "Źródło: "),
    "tr": ("Güncelleme: ", "Kaynak: "), "ru": ("Обновлено: ", "Источник: "), "ar": ("تحديث: ", "تصحيح: ", "مصدر: "), "hi": ("अपडेट: ", "स्रोत: "), "ja": ("更新：", "出典："),
}  # fmt: skip
STOPS = {"hi": "।", "ja": "。"}
BEHIND = ("", " (NTB)", " — AP", " ■", "[1]", "¹")
JUNK = (
    "© 2024 Ekko",
    "https://ekko.example/1",
    "* * *",
    "Les også: Ny ferge",
    "Share | Print",
    "Publisert 4. mars 2024",
    "Anzeige",
)
LIST = "الأكثر قراءة"
"""Announces headlines, so short lines without a full stop right below it may be these; no other line may."""


@st.composite
def articles(draw: st.DrawFn) -> tuple[str, list[str]]:
    """An article with a headline and a lead, and its lines that say something."""
    language = draw(st.sampled_from(sorted(LEADS)))
    stop = STOPS.get(language, ".")
    told = []
    for sentence in draw(st.lists(st.sampled_from(SENTENCES[language]), min_size=1, max_size=6)):
        line = draw(st.sampled_from(("", *BEFORE[language]))) + sentence
        stopped = draw(st.booleans())
        line += stop + draw(st.sampled_from(BEHIND)) if stopped else draw(st.sampled_from(("", "!")))
        told.append(f"«{sentence}»" if draw(st.integers(0, 5)) == 0 else line)
    lines = [SENTENCES[language][0], LEADS[language]]
    for line in told:
        junk = JUNK if has_heading_shape(line) else (*JUNK, LIST)
        lines += [*draw(st.lists(st.sampled_from(junk), max_size=2)), line]
    lines += draw(st.lists(st.sampled_from((*JUNK, LIST)), max_size=2))
    return draw(st.sampled_from(("\n", "\n\n"))).join(lines), [LEADS[language], *told]


@given(articles(), st.sampled_from([".txt", ".md"]))
def test_every_sentence_is_quotable(written: tuple[str, list[str]], suffix: str) -> None:
    text, told = written
    quotable = [passage.text for passage in split(parse_article(f"a{suffix}", text.encode()))]
    for line in told:
        assert any(line in passage for passage in quotable), line

# ruff: noqa: E501 - tables of lines as they stand in articles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import (
    BlockKind,
    TextBlock,
    paragraphs,
    plain_words,
    repeated_lines,
    select,
    short_lines,
    with_headings,
)
from ingest.readers import parse_article
from ingest.readers.text_layout import plain


def kept(text: str, repeated: frozenset[str] = frozenset()) -> list[str]:
    return [text[b.start : b.end] for b in select(text, plain(text, 0), repeated).kept]


def headed(text: str) -> list[tuple[str, str]]:
    """Each paragraph with its heading."""
    blocks = with_headings(text, select(text, plain(text, 0)).kept)
    return [(p.heading, text[p.start : p.end]) for p in paragraphs(text, blocks)]


@pytest.mark.parametrize(
    "line",
    [
        "Most read", "Most Read from Dagens Ekko", "READ MORE: Harbour closes after the storm.", "Share this article",
        "Leave a reply", "© 2022 Dagens Ekko", "(c) 2022 Ekko Media", "Copyright 2022 Ekko. All rights reserved.",
        "(Updates with comment from the mayor.)", "(Adds background in paragraphs 3-5)",
        "Photo: Kari Berg / Ekko", "Advertisement", "Sign up for our newsletter and never miss a story.", "Follow us on X",
        "By Kari Berg and Ola Lie", "--With assistance from Kari Berg.", "https://ekko.example/a?b=c", "* * *", "12:30",
        "Mest lest", "Les også: Havnen stenger etter stormen", "Les mer", "Del saken", "Legg igjen en kommentar",
        "Saken er oppdatert.", "(Oppdatert med uttalelse fra ordføreren)", "Foto: Kari Berg / Ekko",
        "Annonse", "Meld deg på nyhetsbrevet vårt her!", "Følg oss på Facebook.", "Av Kari Berg",
        "الأكثر قراءة", "الأكثر قراءة من صدى اليوم", "اقرأ أيضًا: إغلاق الميناء بعد العاصفة", "إقرأ أيضاً", "شارك هذا المقال",
        "اترك ردّك", "جميع الحقوق محفوظة © ٢٠٢٢", "© 2022 صدى اليوم", "(تحديث مع بيان البلدية)",
        "صورة: كريم بكري", "إعلان", "اشترك في نشرتنا البريدية.", "تابعنا على فيسبوك", "بقلم: كريم بكري",
        "Lesen Sie auch: Hafen geschlossen", "Meistgelesen", "Anzeige", "Läs också", "Læs også: Havnen lukker", "Annons",
        "À lire aussi", "Lire aussi : Le port ferme", "Publicité", "Lea también", "Lo más leído", "Publicidad",
        "Читайте также: Порт закрыт", "Самое читаемое", "Реклама", "Читайте також", "Найпопулярніше", "相关阅读：港口关闭",
        "版权所有 © 2022", "بیشتر بخوانید", "Czytaj także", "Leia também", "Leggi anche",
        "Unsubscribe | Manage your preferences", "Share | Tweet | Print", "12 comments", "Kommentarer (4)",
        "You are receiving this email because you signed up at ekko.example.", "Do you have a tip? Write to us.",
        "Source: Reuters", "Kilde: NTB", "Quelle: dpa", "Источник: ТАСС", "المصدر: وكالة المرفأ", "Fuente: EFE", "来源：新华社",
        "Reporting by Kari Berg; Editing by Ola Lie", "Tags: harbour, bridge, storm", "Stikkord: havn, bro", "Newsletter abonnieren",
        "Folgen Sie uns auf Facebook und Instagram.", "Suivez-nous sur Twitter", "Síguenos en Facebook", "Inscreva-se em nossa newsletter",
        "Подпишитесь на наш телеграм-канал", "E-bültenimize abone olun", "Zapisz się na nasz newsletter", "हमें फेसबुक पर फॉलो करें",
        "メールマガジンに登録する", "Все права защищены", "Tüm hakları saklıdır.", "تمام حقوق محفوظ است", "Alle Rechte vorbehalten.",
        "© 2024 Вельнинский листок", "Se også: Ny bro åpnet", "Les plus lus", "Copyright © 2024 Ekko",
    ],
)  # fmt: skip
def test_boilerplate_goes(line: str) -> None:
    text = f"Havnen er stengt i dag.\n{line}\nDen åpner igjen i morgen."
    assert kept(text) == ["Havnen er stengt i dag.", "Den åpner igjen i morgen."]


@pytest.mark.parametrize(
    "line",
    [
        "Most read newspapers lost money last year.", "Share prices fell on Monday.", "Updates to the law were passed.",
        "Copyright law changes next year.", "By Monday the harbour had opened.", "Source code was stolen.",
        "Photographs of the harbour were shown in court.", "Related industries suffered as well.",
        "Delegasjonen reiste hjem.", "Del to av avtalen gjelder olje.", "Oppdateringen kom for sent.", "Les er stengt.",
        "Annonsen kostet 300 kroner.", "Av ti skip kom ni fram.", "Foto var forbudt i salen.",
        "إعلان الحكومة جاء متأخرا.", "شارك آلاف الناس في المسيرة.", "اشترك في الندوة خمسة خبراء.",
        "إضافة إلى ذلك أغلق الميناء.", "تحديث الأسطول يكلف الكثير.", "انضم إلى الحزب قبل عام.", "Реклама подорожала вдвое.",
        "评论员说港口将关闭。", "Get our fishermen home, the widow wrote.", "“Follow us on Facebook,” the sign said.",
        "Sign up for the rescue team by Friday, the police ask.", "Subscribe to our view or leave, the editor wrote.",
        "All rights reserved for the crew were sold in 2019.", "Editing by hand takes a year, the museum says.",
        "Support our journalism, 300 protesters shouted.", "Privacy policy: the ferry company will share all names.",
        "Update: Two more men have been found alive.", "Correction: the bridge is 310 metres long, not 130.",
        "(Update: fourteen men died.)", "(Corrects number of dead to 14 from 12)", "This story has been updated to say nobody died.",
        "Source: a clerk told the court about the money.", "Quelle: Niemand wurde verletzt. (dpa)", "Kilde: Ingen ble skadet! (NTB)", "Photo: the ship as it looked on Monday", "By land and by sea they came",
        "© was the sign that the court looked at.", "Read more books, the minister tells pupils", "Most read book of the year is about a bridge",
        "Recommended speed on the coast road is halved", "Related claims were heard in 2021", "Del av vraket ble hevet i går.",
        "Få nyhetsbrev har så mange lesere, viser tall.", "Rettet: Broen er 310 meter, ikke 130.", "Kilde: Ordføreren går av i dag",
        "Meld deg på letingen, ber politiet.", "Alle rettigheter til sangen er solgt.", "Anbefalt fart er 60.", "Siste nytt: Regjeringen går av",
        "Melden Sie sich beim Hafenmeister, sagt die Polizei.", "Alle Rechte am Bild gehören der Stadt.", "Quelle: Bürgermeister tritt zurück",
        "Abonnez-vous à la colère, lance le maire.", "Tous droits de douane seront abolis.", "Lee también poemas en voz alta.",
        "Todos los derechos de pesca fueron vendidos.", "Wszelkie prawa do filmu kupiła stacja.", "Alla rättigheter till filmen såldes.",
        "Подпишитесь на петицию, просит мэр.", "Все права на фильм проданы.", "Популярное кафе закрыли в Твери", "Подробнее о деле рассказал судья.",
        "Обновлено: найдены ещё двое.", "Источник: переговоры сорваны", "تحديث: العثور على رجلين آخرين.", "مصدر: الحكومة تستقيل اليوم",
        "جميع الحقوق المدنية معلقة منذ عام.", "اشترك في المسيرة ألف شخص.", "المزيد من المساعدات تصل غدا", "كتب: «لن أعود» ثم اختفى.",
        "تصوير المصنع ممنوع منذ مايو.", "همه حقوق عقب‌مانده پرداخت شد.", "پربازدیدترین باغ شهر بسته شد", "Bizi takip eden iki kişiydi.",
        "Tüm hakları elinden alındı.", "Kaynak: Başkan istifa ediyor", "無断転載した会社が謝罪した。", "全ての権利を売却した。", "更新: 二人が見つかった。",
    ],
)  # fmt: skip
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert line in kept(f"Havnen er stengt i dag.\n{line}\nDen åpner igjen i morgen.")


def test_what_stands_below_a_teaser_stays_where_it_may_be_the_article() -> None:
    body = "Ferga til Solvær starter i dag.\n{}\nAlle er glade for det."
    for facts in ("Fakta om ferga\nBygd i Sundby\nRask og stille", "Bygd i 2023\nTar 118 biler", "Slik blir det"):
        for teaser in ("Les også", "Mest lest", "Les også: Nye tider"):
            assert kept(body.format(f"{teaser}\n{facts}"))[1:-1] == facts.split("\n")


def test_headlines_announced_by_a_teaser_go_but_a_single_one_may_be_a_subheading() -> None:
    body = "Havnen er stengt i dag.\n{}Den åpner igjen i morgen."
    assert len(kept(body.format("Mest lest\nSnø i fjellet\nNy bro over sundet\n"))) == 2
    assert kept(body.format("Mest lest\nDette skjer nå\n"))[1] == "Dette skjer nå"


def test_no_list_of_headlines_has_one_twice_or_one_that_corrects_the_article() -> None:
    body = "Havnen er stengt i dag.\nMest lest\n{}\nDen åpner igjen i morgen."
    for lines in ("Snø i fjellet\nSnø i fjellet", "Snø i fjellet\nOppdatering: Ny bro over sundet"):
        assert kept(body.format(lines))[1:-1] == lines.split("\n")


def test_a_teaser_takes_no_line_of_its_markdown_paragraph_with_it() -> None:
    told = "Oppdatering: Fiskerne venter på svar.[1]\n«Ingen ble skadd»\nFergen ligger i havn"
    article = parse_article("a.md", f"Fergen er tilbake.\n\nLes også: Ny ferge\n{told}\n© 2024 Ekko".encode())
    shown = [article.text[part.start : part.end] for part in article.paragraphs]
    assert "\n".join(shown[1:]) == told
    wrapped = (
        "The council will, as it said on Monday, look for a new place for the\n"
        "harbour, and after the summer everybody who lives there may say what\n"
        "Photo: Ekko and other things mean to them, before a plan for all of\n"
        "it is made, printed and shown in the old town hall of the island too."
    )
    article = parse_article("a.md", f"A plan\n\n{wrapped}".encode())
    assert [article.text[part.start : part.end] for part in article.paragraphs] == [wrapped]


def test_a_sentence_with_a_footnote_is_no_name() -> None:
    for line in ("Kaynak: Kimse yaralanmadı.[1]", "Källa: Ingen skadades.¹"):
        assert line in kept(f"Havnen er stengt i dag.\n{line}\nDen åpner igjen i morgen.")
    assert len(kept("Havnen er stengt i dag.\nKilde: nordavis.no\nDen åpner igjen i morgen.")) == 2


def test_a_line_that_stands_twice_in_a_file_stays() -> None:
    text = "Kampen er i gang.\nMål for Ulv\nDet var et skudd.\nMål for Ulv\nEt hode denne gang."
    assert [line for _, line in headed(text)] == text.split("\n")


def test_a_short_line_of_many_files_goes_by_shape_in_any_language() -> None:
    files = [f"Sak {n} er mer enn lang nok.\nIrakurri gehiago hemen\nSlutt på hele sak {n}." for n in range(3)]
    assert "Irakurri gehiago hemen" in kept(files[0])
    known = repeated_lines(short_lines(text) for text in files)
    assert kept(files[0], known) == ["Sak 0 er mer enn lang nok.", "Slutt på hele sak 0."]
    assert repeated_lines(short_lines(text) for text in files[:2]) == frozenset()


COPIES = [
    f"Bro stengt til mai\nBroen over Lilleelva er stengt til mai, {who}. To pilarer har sprekker.\n"
    f"Reparasjonen koster 40 millioner\nFerga overtar fra mandag morgen, heter det i en melding.\n\n{agency}"
    for who, agency in (("opplyser fylket", "Ekko"), ("ifølge fylket", "Fjordposten"), ("sier fylket", "Kysten"))
]


def test_edited_copies_of_one_story_make_no_line_boilerplate() -> None:
    assert repeated_lines(map(short_lines, COPIES)) == frozenset()


def test_what_few_articles_of_an_outlet_say_is_no_boilerplate() -> None:
    said = [f"Ulykke nummer {n} skjedde i går.\nIngen ble alvorlig skadd\nPolitiet etterforsker {n}." for n in range(3)]
    others = [f"Dette er en helt annen sak {n}, og den er lang.\nMeny for i dag" for n in range(10)]
    known = repeated_lines(map(short_lines, [*said, *others]))
    assert {key.partition("\t")[2] for key in known} == {"meny for i dag"}


def test_lines_are_counted_by_outlet() -> None:
    files = [f"(Ekko {n}) – Sak {n} er mer enn lang nok.\nIrakurri gehiago hemen" for n in range(3)]
    assert repeated_lines(map(short_lines, files)) == frozenset()


def test_whole_sentences_and_long_lines_never_count_as_repeated() -> None:
    assert short_lines("En hel setning.\n" + "uten punktum " * 20).lines == frozenset()


def test_repetition_ignores_case_vowel_marks_and_the_order_of_files() -> None:
    lines = ("اِقرأ المَزيد هنا", "اقرا المزيد هنا »", "اقرأ المزيد هنا")
    a, b, c = (short_lines(f"{line}\nأغلق الميناء أبوابه لليوم {n}.") for n, line in enumerate(lines))
    assert repeated_lines([a, b, c]) == repeated_lines([c, a, b]) == {f"\t{line}" for line in a.lines}


def test_subheadings_become_context() -> None:
    text = "Havnen er stengt i dag.\nHvem betaler regningen?\nStaten betaler.\nByen betaler ikke.\nVeien videre\nIngen vet."
    assert headed(text) == [
        ("", "Havnen er stengt i dag."),
        ("Hvem betaler regningen?", "Staten betaler."),
        ("Hvem betaler regningen?", "Byen betaler ikke."),
        ("Veien videre", "Veien videre"),
        ("Veien videre", "Ingen vet."),
    ]


@pytest.mark.parametrize("line", ["– Hvem betaler?", "«Vi betaler ikke!»", "Hvem betaler? Staten gjør.", "Staten sa:"])
def test_speech_and_sentences_are_no_headings(line: str) -> None:
    assert ("", line) in headed(f"Havnen er stengt i dag.\n{line}\nIngen vet det ennå.")


def test_short_lines_in_a_row_are_a_list_that_stays_text() -> None:
    text = "Dette er resultatene.\nOslo 3\nBergen 2\nTromsø 1\nKampene er over."
    assert [line for _, line in headed(text)] == text.split("\n")


def test_list_entries_are_text() -> None:
    text = "Dette er kjent.\n• Tre skip sank\n• Ni skip kom fram\nMer vet ingen."
    assert [line for _, line in headed(text)] == [
        "Dette er kjent.",
        "Tre skip sank",
        "Ni skip kom fram",
        "Mer vet ingen.",
    ]


def test_what_heads_nothing_is_text() -> None:
    assert headed("Havnen er stengt.\nIngen ble skadd")[-1] == ("", "Ingen ble skadd")
    long = "Havnesjefen sier at havnen åpner igjen i morgen tidlig"
    assert headed(f"Havnen er stengt.\n{long}")[-1] == ("", long)
    assert headed("Havnen stengt") == [("", "Havnen stengt")]


def test_plain_words_drops_markup_only() -> None:
    assert plain_words("## **Havnen** er [stengt](http://a.b)  i_dag") == "Havnen er stengt i_dag"


@given(
    st.lists(st.sampled_from(["Mest lest", "Kort linje", "En setning er lang nok.", "© 2020", "Hva nå?", "- punkt"]))
)
def test_cleaning_only_drops_and_keeps_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks = plain(text, 0)
    rest = select(text, blocks).kept
    assert [block for block in blocks if block in rest] == rest
    marked = with_headings(text, rest)
    assert not marked or marked[-1].kind is not BlockKind.HEADING
    assert [(b.start, b.end) for b in marked] == [(b.start, b.end) for b in rest]


def test_hostile_lines_take_no_time() -> None:
    line = "https://" * 30 + "x"
    text = f"{line}\n" + "(" * 100_000 + "\n" + "![a](" * 40
    assert isinstance(select(text, [TextBlock(0, len(text))]).kept, list)

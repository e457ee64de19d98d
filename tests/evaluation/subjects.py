"""Subjects as somebody would type them, and the articles of NTREX that are about them: judged by hand from headlines.

Ids as in the data. Subjects that headlines cannot settle ("China", "Trump") are not among them.
"""

SUBJECTS: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
    (
        {"en": "Brexit", "nb": "brexit", "ar": "البريكست"},
        ("reuters.218882", "bbc.381680", "scotsman.133783", "dailymail.co.uk.298696"),
    ),
    (
        {"en": "tsunami", "nb": "tsunami", "ar": "تسونامي"},
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
    ),
    (
        {"en": "golf", "nb": "golf", "ar": "الغولف"},
        ("independent.226301", "reuters.218923", "scotsman.133758", "reuters.218914", "euronews-en.153826"),
    ),
    (
        {"en": "North Korea", "nb": "Nord-Korea", "ar": "كوريا الشمالية"},
        ("cnbc.com.6769", "reuters.218861", "bbc.381736", "cnbc.com.6790"),
    ),
    ({"en": "hurricanes", "nb": "orkaner", "ar": "الأعاصير"}, ("abcnews.306815", "newsweek.51338")),
    ({"en": "Macedonia", "nb": "Makedonia", "ar": "مقدونيا"}, ("rt.com.91337", "reuters.218932")),
    ({"en": "Syria", "nb": "Syria", "ar": "سوريا"}, ("thelocal.65969", "euronews-en.153799")),
    ({"en": "rap music", "nb": "rapmusikk", "ar": "موسيقى الراب"}, ("bbc.381647", "newsweek.51329", "bbc.381694")),
    ({"en": "Elizabeth Warren", "nb": "Elizabeth Warren", "ar": "إليزابيث وارن"}, ("newsweek.51300", "abcnews.306755")),
    ({"en": "prisons", "nb": "fengsler", "ar": "السجون"}, ("bbc.381735",)),
    (
        {"en": "football", "nb": "fotball", "ar": "كرة القدم"},
        ("bbc.381746", "scotsman.133791", "upi.176249", "upi.176251", "scotsman.133801", "bbc.381789"),
    ),
    ({"en": "Catalonia", "nb": "Catalonia", "ar": "كتالونيا"}, ("reuters.218888",)),
    ({"en": "volcanoes", "nb": "vulkaner", "ar": "البراكين"}, ("abcnews.306764",)),
    ({"en": "cancer", "nb": "kreft", "ar": "السرطان"}, ("dailymail.co.uk.298630",)),
    ({"en": "sharks", "nb": "haier", "ar": "أسماك القرش"}, ("upi.176266",)),
    ({"en": "bats", "nb": "flaggermus", "ar": "الخفافيش"}, ("scotsman.133773",)),
    ({"en": "asylum seekers", "nb": "asylsøkere", "ar": "طالبو اللجوء"}, ("nytimes.184862", "upi.176275")),
    ({"en": "Formula 1", "nb": "Formel 1", "ar": "فورمولا 1"}, ("independent.226349",)),
    ({"en": "fashion", "nb": "mote", "ar": "الأزياء"}, ("dailymail.co.uk.298692",)),
    ({"en": "churches", "nb": "kirker", "ar": "الكنائس"}, ("nytimes.184853",)),
)

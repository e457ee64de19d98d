"""Somebody's words are told from names in quotation marks, whole quotations from cut ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quotes.direct_speech import cut_quotation, has_direct_speech, names_somebody, quoted_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Who said "We are a small place"?', ["we are a small place"]),
        ("Hvem sa «vi merket nesten ikke»?", ["vi merket nesten ikke"]),
        ("Wer sagte „Das war knapp heute“?", ["das war knapp heute"]),
        ("谁说「我们是一个小地方」？", ["我们是一个小地方"]),
        ("How old is the ferry “Havsula”?", []),
        ("Who runs the 'Old Mill'?", []),
        ("", []),
    ],
)
def test_the_words_that_a_question_quotes(text: str, words: list[str]) -> None:
    assert quoted_words(text) == words


@pytest.mark.parametrize(
    ("sentence", "speaks"),
    [
        ("– Vi merket nesten ikke at den la fra kai, sier hun.", True),
        ('"We lose the smoke and the noise," she said.', True),
        ("وقالت المديرة: «كنا نحمل الكتب على أكتافنا».", True),
        ("Den elektriske fergen «Havsula» gikk tirsdag.", False),
        ("The 2024–2026 plan costs more.", False),
    ],
)
def test_somebody_is_quoted(sentence: str, speaks: bool) -> None:
    assert has_direct_speech(sentence) == speaks


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ('"We are a small place.', (False, True)),
        ('Everybody knows somebody," he said.', (True, False)),
        ('He said: "We are. We stay."', (False, False)),
        ("Страшнее я не слышала», – говорит Зоя.", (True, False)),
        ("»Das war knapp«, sagte er. »Sehr knapp.", (False, True)),
        ("”Den slogs väl”, säger han.", (False, False)),
        ("It's the council's 5\" pipe", (True, False)),
        ("Le maire juge le projet « prématuré ».", (False, False)),
        ("« C'est une bonne nouvelle.", (False, True)),
        ("Nous verrons bien », a répondu le maire.", (True, False)),
        ("»…und dann war es dunkel«, sagte sie.", (False, False)),
    ],
)
def test_a_quotation_goes_on_beyond_a_text(text: str, cut: tuple[bool, bool]) -> None:
    assert cut_quotation(text) == cut


_SAID = st.text(alphabet="abcdéèà 0123456789,;:!?'’-", min_size=1).map(str.strip).filter(str.strip)


@given(before=_SAID, words=_SAID, after=_SAID, space=st.sampled_from(" \u00a0\u202f"))
def test_a_whole_quotation_with_space_inside_of_its_marks_is_not_cut(
    before: str, words: str, after: str, space: str
) -> None:
    assert cut_quotation(f"{before} «{space}{words}{space}» {after}") == (False, False)
    assert cut_quotation(f"{before} «{space}{words}{space}».") == (False, False)
    assert cut_quotation(f"{before} «{space}{words}") == (False, True)
    assert cut_quotation(f"{words}{space}», {after}") == (True, False)


def test_who_speaks_is_named_outside_of_the_quotation() -> None:
    assert names_somebody('"The sea will bind us," KCNA quoted Kim as saying.')
    assert not names_somebody('"We like Oslo and Bergen," he said.')


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    cut_quotation(text)
    assert not quoted_words(text) or has_direct_speech(text)

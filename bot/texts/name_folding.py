"""Names and words as they are compared: without marks, case, and what is neither letter nor digit."""

import unicodedata

_LETTERS = str.maketrans("øæłđıةىی", "oeldiهيي", "\u0640")


def folded(words: str) -> str:
    """Give words as names are compared: without marks, case, and whatever is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    kept = (" " if it in "_-/., " else it for it in plain if unicodedata.category(it) not in {"Mn", "Cf"})
    return " ".join("".join(kept).split())

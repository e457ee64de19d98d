"""Questions and answers on a terminal, for who has no Telegram at hand: `ask`, `chat` and the first look at `make run`.

    words or standard input ──▶ Question ──answerer──▶ Answer ──rendering or records──▶ standard output

Knows nothing of Telegram. What it says of its own is English, like every command; the words around an answer are in
the language of the answer.
"""

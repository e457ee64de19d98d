"""The language model: whatever Kilde asks of one goes through here.

    messages ──language_model──▶ provider ──▶ reply ──replies──▶ an object of the asked form
                  └─failures: why there is none, and what to do      usage: tokens, by the provider's own count
    statements with quotations ──second_opinion──▶ which of them the quotations carry

Knows no articles beyond the texts it is given, and nothing of Telegram.
"""

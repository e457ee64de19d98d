"""The Telegram edge: updates in, messages out. The only folder that imports telegram, beside the preview.

    update ──update order──▶ access guard ──▶ addressing ──▶ handler ──answerer, in a thread──▶ Answer
           ──view──▶ Pages and buttons ──sender, rate limiter──▶ messages

    app           wires everything: each object once, every handler in order, guards first
    jobs          what runs by itself
    handlers      what people do, one module a feature
    api           talking to Telegram
    views         data to messages, pure
    arguments     what people type behind a command, pure
    commands, callbacks
                  the registries: which commands and buttons there are, who may use them, what handles them
    context, access, addressing, article_lists, budgets, source_lookup
                  who is there, who may ask, what was asked of which articles and how much, where a quotation stands now

What is decided (access, addressing, views) stands apart from what is done (handlers, jobs, api).
"""

import os

# python-telegram-bot warns wherever it makes a RetryAfter, unless its times are asked for as timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")

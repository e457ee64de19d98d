"""The Telegram edge: updates in, messages out. The only folder that imports telegram, beside `bot.application`.

    update ──order──▶ guard ──▶ addressing ──▶ asking ──answerer, in a thread──▶ Answer
           ──formatting──▶ Pages and buttons ──delivery, pacing──▶ messages

What is decided (addressing, access, formatting) stands apart from what is done (asking, admission, delivery).
"""

import os

# python-telegram-bot warns wherever it makes a RetryAfter, unless its times are asked for as timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "1")

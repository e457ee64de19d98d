"""The Telegram edge: updates in, messages out. The only folder that imports telegram, with `bot.application`.

    update ──order──▶ guard ──▶ addressing ──▶ asking ──answerer, in a thread──▶ Answer
           ──formatting──▶ Pages and buttons ──delivery, pacing──▶ messages

What is decided (addressing, access, formatting) stands apart from what is done (asking, admission, delivery).
"""

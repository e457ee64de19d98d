"""Voice: what somebody says, in words.

    voice message ──Telegram──▶ bytes ──Transcriber──▶ text, answered like a typed question

`bot.voice.transcriber` is the one door to faster-whisper, an extra package; knows nothing of Telegram or of answers.
"""

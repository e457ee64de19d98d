"""Backup and restore: one tar file with what cannot be had again, written while everything runs.

    database, current edition of the index, originals, settings without secrets ──copies──▶ manifest with hashes ──▶ tar
    tar ──every hash──▶ an empty DATA_DIR ──Chroma filled from the catalogue──▶ ready, and nothing is embedded

    BACKUP_DIR ──due?──▶ another one, by the bot itself ──▶ the oldest go (`bot.backup.rotation`)

Articles and weights are not in it. Knows nothing of Telegram, answers or models.
"""

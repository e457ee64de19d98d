"""How many articles of when, in which language and by whom, as a picture and in words.

    Tally ──counting──▶ Counts ──composing──▶ Picture ──drawing──▶ PNG
                           └────wording────▶ its words

Knows nothing of Telegram; only `bot.charts.drawing` knows matplotlib.
"""

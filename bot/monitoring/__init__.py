"""Watching the bot from outside: figures for Prometheus, and whether it is well.

    what happens ──Recorder──▶ figures ─┐
    signs of life ──Health──▶ troubles ─┴─▶ http://127.0.0.1:METRICS_PORT/metrics, /health

Whoever counts something knows the Recorder only; one module is the door to prometheus_client. Knows nothing of
Telegram, nor of what an answer or a briefing is. Nothing here holds words of people or of articles.
"""

"""Talks to Telegram: sends, keeps to its limits, receives in order, starts and stops. Knows no command."""

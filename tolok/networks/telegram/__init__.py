"""Telegram channels and groups, through a bot that may post there."""

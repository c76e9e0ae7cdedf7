"""Rooms of a Discord server, through a webhook."""

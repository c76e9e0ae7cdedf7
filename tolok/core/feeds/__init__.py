"""Feeds: what an entry is, which entries become posts, how, when, and why not."""

"""Tolok: set social media goals you can reach, and reach them."""

__version__ = "0.1.0"

"""One spelling for the words that interfaces in many languages use for genders and ages."""

import re

_WORDS = """
female: female, women, woman, perempuan, wanita, mujer, mujeres, femenino, feminino, femme, femmes
female: frauen, weiblich, kadın
male: male, men, man, laki-laki, pria, hombre, hombres, masculino, homme, hommes, männer, männlich
male: erkek
other: other, others, lainnya, otro, otros, outro, outros, autre, autres, andere, sonstige
other: user-specified, ditentukan pengguna
"""
_ROWS = [row.split(":") for row in _WORDS.split("\n") if row]
_BUCKETS = {word.strip(): ours for ours, words in _ROWS for word in words.split(",")}
_BAND = re.compile(r"^\D*(\d{2})\s*[-–—_]\s*(\d{2})\D*$")
_OPEN_BAND = re.compile(r"^\D*(\d{2})\s*(?:\+|_$|_PLUS|ke atas).*$", re.IGNORECASE)


def spelling(word: str) -> str:
    """female, male or other; 18-24 or 65+; every other word as it stands."""
    known = _BUCKETS.get(word.casefold())
    if known:
        return known
    band, last = _BAND.match(word), _OPEN_BAND.match(word)
    return f"{band[1]}-{band[2]}" if band else f"{last[1]}+" if last else word

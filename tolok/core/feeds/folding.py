"""Text as filters compare it: without case, accents and double blanks. ASCII takes a short way."""

import re
import unicodedata

_BLANK = re.compile(r"\s+")
# Accents of Latin, Greek and Cyrillic; points of Hebrew and Arabic. Vowel signs of other scripts
# are letters to their readers and stay.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_WORD = re.compile(r"\w+")


def fold(words: str) -> str:
    """Small letters without accents; blanks made one. Other scripts keep their letters."""
    words = words.casefold()
    if not words.isascii():
        words = _MARKS.sub("", unicodedata.normalize("NFKD", words))
        words = unicodedata.normalize("NFC", words).casefold()
    return _BLANK.sub(" ", words).strip()


def words_of(folded: str) -> list[str]:
    return _WORD.findall(folded)


def has_word(folded: str, wanted: str) -> bool:
    """`wanted`, also several words, with no letter or digit right before or after it."""
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        if not (at and _joins(folded[at - 1])) and not (end < len(folded) and _joins(folded[end])):
            return True
        at = folded.find(wanted, at + 1)
    return False


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign == "_"

"""Months, spans of time and small counts as English and Indonesian name them. Data only."""

A_MONTH = (
    r"(?:jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch|et)?|apr(?:il)?|may|mei|june?|juni"
    r"|july?|juli|aug(?:ust)?|agustus|agu|sep(?:t|tember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|des(?:ember)?)"
)
MONTH = rf"(?P<month>{A_MONTH})"
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "mei": 5, "jun": 6, "jul": 7, "aug": 8,
    "agu": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "des": 12,
}  # fmt: skip
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "dua belas": 12,
}  # fmt: skip
COUNT = r"\d{1,3}|" + "|".join(sorted(COUNTS, key=len, reverse=True))
SPANS = {
    "day": "day", "days": "day", "hari": "day",
    "week": "week", "weeks": "week", "minggu": "week", "pekan": "week",
    "month": "month", "months": "month", "bulan": "month",
    "quarter": "quarter", "quarters": "quarter", "kuartal": "quarter", "triwulan": "quarter",
    "year": "year", "years": "year", "tahun": "year",
}  # fmt: skip
A_SPAN = rf"(?:{'|'.join(sorted(SPANS, key=len, reverse=True))})"
SPAN = rf"(?P<span>{A_SPAN})"

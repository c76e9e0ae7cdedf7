"""Made-up numbers of a café's Instagram account, up to yesterday. Nothing here is real.

`python3 docs/tutorial/numbers.py` writes `cafe.csv` into the current folder;
`python3 docs/tutorial/numbers.py --day -28` prints the date of 28 days ago.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path

WEEKS = 30
WEEKDAYS = (12, 13, 14, 14, 18, 22, 19)  # new followers on Monday, Tuesday, …: about 112 a week


def main() -> None:
    today = date.today()  # noqa: DTZ011 - days, as the reader's calendar has them
    if sys.argv[1:2] == ["--day"]:
        print(today + timedelta(days=int(sys.argv[2])))
        return
    Path("cafe.csv").write_text(numbers(today), "utf-8")


def numbers(today: date) -> str:
    """A table as somebody keeps it by hand: a day in each row."""
    draw = random.Random(7)  # noqa: S311 - the same numbers for everyone
    lines = ["date,followers gained,likes,comments"]
    for back in range(WEEKS * 7, 0, -1):
        day = today - timedelta(days=back)
        gained = WEEKDAYS[day.weekday()] + draw.randint(-2, 2)
        lines.append(f"{day},{gained},{gained * 6 + draw.randint(0, 9)},{gained // 2}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

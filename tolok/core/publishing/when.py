"""A moment in words: "today at 14:05", "tomorrow at 09:00", "on 3 March 2027 at 09:00"."""

from datetime import datetime, timedelta, tzinfo

from tolok.core.text import Text, say


def when(moment: datetime, now: datetime, zone: tzinfo) -> Text:
    """`moment` as a clock in `zone` shows it. Both moments are aware; anything else is refused."""
    local, today = moment.astimezone(_aware(moment, zone)), now.astimezone(_aware(now, zone)).date()
    clock = Text(f"{local:%H:%M}", f"{local:%H.%M}")
    days = (local.date() - today).days
    near = {
        0: say("today at {clock}", "hari ini pukul {clock}", clock=clock),
        1: say("tomorrow at {clock}", "besok pukul {clock}", clock=clock),
        -1: say("yesterday at {clock}", "kemarin pukul {clock}", clock=clock),
    }
    far = say("on {day} at {clock}", "pada {day} pukul {clock}", day=local.date(), clock=clock)
    return near.get(days, far)


def span(length: timedelta) -> Text:
    """A length of time in its largest fitting unit: "40 seconds", "3 hours", "2 days"."""
    seconds = max(0, round(length.total_seconds()))
    for size, en, id in ((86400, "day", "hari"), (3600, "hour", "jam"), (60, "minute", "menit")):
        if seconds >= size * 2 or seconds == size:
            count = round(seconds / size)
            return say(f"{{n}} {en}{'' if count == 1 else 's'}", f"{{n}} {id}", n=count)
    return say(f"{{n}} second{'' if seconds == 1 else 's'}", "{n} detik", n=seconds)


def _aware(moment: datetime, zone: tzinfo) -> tzinfo:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone cannot be shown on a clock")
    return zone

"""The goal as one readable sentence, in both languages, for each way a number can be meant."""

from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.goals.amounts import amount
from tolok.core.goals.goal import Mode, Nature, Scope, Target, aim
from tolok.core.goals.phrases import Phrase
from tolok.core.query import Period
from tolok.core.text import Text, day, say


@dataclass(frozen=True, slots=True)
class Names:
    """What the sentence needs to know beyond the target: words, unit, and names of ids.

    `names` gives the readable name of a network, channel, tag or campaign id; an id without one
    is written as it is.
    """

    phrase: Phrase
    unit: str = "count"
    currency: str = ""
    names: Mapping[str, str] | None = None

    def of(self, id: str) -> str:
        return (self.names or {}).get(id, id)


def sentence(target: Target, window: Period | None, names: Names) -> Text:
    """One sentence without a full stop; without dates it ends where they are missing."""
    build = {
        Mode.ABSOLUTE: _absolute,
        Mode.PERCENT: _percent,
        Mode.RATE_WEEK: _rate,
        Mode.RATE_MONTH: _rate,
        Mode.MONTHLY: _monthly,
        Mode.MEAN_PER_POST: _mean,
        Mode.LIMIT: _limit,
    }[target.mode]
    core = build(target, names)
    when = _when(target, window)
    change = _from_to(target, window, names)
    return _join(core, when, change)


def _absolute(target: Target, names: Names) -> Text:
    things, act = names.phrase.things, names.phrase.act
    where = _where(target.scope, names)
    n = amount(target.value, names.unit, names.currency)
    if target.nature is Nature.AVERAGE:
        return say(
            "{act} {things} to {n}{where}",
            "{act} {things} menjadi {n}{where}",
            act=_direction(target),
            things=names.phrase.noun,
            where=where,
            n=n,
        )
    if target.better == "down":
        return say(
            "Keep {things} to at most {n}{where}",
            "Batasi {things} paling banyak {n}{where}",
            things=things,
            where=where,
            n=n,
        )
    if target.nature is Nature.LEVEL:
        act = Text("Reach", "Capai")
    return _numbered(act, n, names, where)


def _percent(target: Target, names: Names) -> Text:
    return say(
        "{act} {things} {n}{where}",
        "{act} {things} {n}{where}",
        act=_direction(target),
        things=names.phrase.noun,
        where=_where(target.scope, names),
        n=amount(target.value, "percent"),
    )


def _rate(target: Target, names: Names) -> Text:
    every = (
        Text("a week", "per minggu")
        if target.mode is Mode.RATE_WEEK
        else Text("a month", "per bulan")
    )
    where = _where(target.scope, names)
    n = amount(target.value, names.unit, names.currency)
    return _numbered(names.phrase.act, n, names, _join(every, where, spaced=True))


def _monthly(target: Target, names: Names) -> Text:
    n = amount(target.value, names.unit, names.currency)
    where = _where(target.scope, names)
    every = Text(" each month", " setiap bulan")
    return _numbered(names.phrase.act, n, names, Text(where.en + every.en, where.id + every.id))


def _mean(target: Target, names: Names) -> Text:
    n = amount(target.value, names.unit, names.currency)
    act, things = names.phrase.act, names.phrase.things
    where = _where(target.scope, names)
    return say(
        "{act} {n} {things} per post on average{where}",
        "{act} rata-rata {n} {things} per post{where}",
        act=act,
        n=n,
        things=things,
        where=where,
    )


def _limit(target: Target, names: Names) -> Text:
    n = amount(target.value, names.unit, names.currency)
    words = {"things": names.phrase.noun, "where": _where(target.scope, names), "n": n}
    if target.better == "down":
        return say(
            "Keep {things} at {n} or less{where}", "Jaga {things} paling tinggi {n}{where}", **words
        )
    return say(
        "Keep {things} at {n} or more{where}", "Jaga {things} paling rendah {n}{where}", **words
    )


def _numbered(act: Text, n: Text, names: Names, tail: Text) -> Text:
    space = "" if not tail.en or tail.en[0] in " ," else " "
    return say(
        "{act} {n} {things}" + space + "{tail}",
        "{act} {n} {things}" + space + "{tail}",
        act=act,
        n=n,
        things=names.phrase.things,
        tail=tail,
    )


def _direction(target: Target) -> Text:
    return Text("Raise", "Naikkan") if target.better == "up" else Text("Lower", "Turunkan")


def _when(target: Target, window: Period | None) -> Text:
    if window is None:
        return Text("", "")
    throughout = target.mode in (Mode.LIMIT, Mode.MONTHLY, Mode.RATE_WEEK, Mode.RATE_MONTH)
    en, id = ("until" if throughout else "by"), "hingga"
    return Text(f" {en} {day(window.end, 'en')}", f" {id} {day(window.end, 'id')}")


def _from_to(target: Target, window: Period | None, names: Names) -> Text:
    """`, from 2,000 to 2,300` where a percentage alone would leave the reader to do the sum."""
    if target.mode is not Mode.PERCENT or target.baseline is None or window is None:
        return Text("", "")
    end = aim(target, window)
    begin = end / (1 + (target.value if target.better == "up" else -target.value)) if end else None
    if end is None or begin is None:
        return Text("", "")
    return say(
        ", from {a} to {b}",
        ", dari {a} menjadi {b}",
        a=amount(_rounded(begin, names.unit), names.unit, names.currency),
        b=amount(_rounded(end, names.unit), names.unit, names.currency),
    )


def _rounded(value: float, unit: str) -> float:
    return float(round(value)) if unit == "count" and abs(value) >= 100 else value


def _where(scope: Scope, names: Names) -> Text:
    """Place and filters, each with its own preposition; starts with a space or is empty."""
    side = ("from", "dari") if names.phrase.source else ("on", "di")
    parts: list[Text] = []
    places = [names.of(id) for id in scope.channels or scope.networks]
    if places:
        parts.append(Text(f" {side[0]} {_and(places, 'en')}", f" {side[1]} {_and(places, 'id')}"))
    if scope.types:
        kinds = [names.of(id) for id in scope.types]
        parts.append(Text(f" with {_and(kinds, 'en')} posts", f" dengan post {_and(kinds, 'id')}"))
    if scope.topic:
        parts.append(
            Text(f" for posts about “{scope.topic}”", f" untuk post tentang “{scope.topic}”")
        )
    if scope.tags:
        tags = [names.of(id) for id in scope.tags]
        parts.append(
            Text(f" for posts tagged {_and(tags, 'en')}", f" untuk tag {_and(tags, 'id')}")
        )
    if scope.campaigns:
        campaigns = [names.of(id) for id in scope.campaigns]
        parts.append(
            Text(
                f" in the campaign {_and(campaigns, 'en')}",
                f" dalam kampanye {_and(campaigns, 'id')}",
            )
        )
    if scope.domains:
        hosts = list(scope.domains)
        parts.append(
            Text(
                f" for posts that link to {_and(hosts, 'en')}",
                f" untuk post yang menautkan ke {_and(hosts, 'id')}",
            )
        )
    if scope.geo:
        parts.append(Text(f", {scope.geo},", f", {scope.geo},"))
    return Text("".join(p.en for p in parts), "".join(p.id for p in parts))


def _and(words: list[str], language: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'and' if language == 'en' else 'dan'} {words[-1]}"


def _join(*parts: Text, spaced: bool = False) -> Text:
    """Put parts together; a comma that would end the sentence is dropped."""
    en, id = "".join(p.en for p in parts), "".join(p.id for p in parts)
    return Text(en.rstrip(",") if not spaced else en, id.rstrip(",") if not spaced else id)

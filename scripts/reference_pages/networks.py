"""The page of networks, from the catalogue."""

from scripts.reference_pages.markdown import code, table
from tolok.core.networks import Metric, Network
from tolok.core.publishing.length import TextLimits
from tolok.core.publishing.limits import PostLimits, Stated
from tolok.core.publishing.media_rules import KindLimits
from tolok.lib.catalogue import networks

HEAD = ("Measure", "Native name", "Table", "From", "Until", "Then", "Note")


def page() -> str:
    lead = (
        "What is known of each network, from `tolok/catalogue/networks`. A metric with an end is "
        "no longer reported; charts break their line on the day a meaning changed."
    )
    return "\n\n".join(["# Networks", lead, *(_network(n) for n in networks().values())])


def _network(network: Network) -> str:
    zone = network.zone or "the zone that the account or file names"
    facts = [
        f"- {network.role.en}",
        f"- {network.role.id}",
        f"- Kind: {network.kind}; days are days in {zone}.",
        f"- Counts settle for {network.settling_hours} hours.",
    ]
    if network.checked:
        facts.append(f"- Checked on {network.checked}.")
    if network.not_offered:
        facts.append(f"- Not reported: {', '.join(map(code, sorted(network.not_offered)))}.")
    parts = [f'## <a id="{network.id}"></a>{network.name.en}', code(network.id), "\n".join(facts)]
    if network.metrics:
        parts.append(table(HEAD, [_metric(metric) for metric in network.metrics]))
    if network.limits:
        parts += _limits(network.limits)
    parts += [f"- {b.day}: {b.words.en}" for b in network.breaks]
    return "\n\n".join(parts)


def _limits(limits: PostLimits) -> list[str]:
    """What a post may be: the rules that are set, and how well they are known."""
    texts = [("Text", limits.text), ("Text with media", limits.caption), ("Title", limits.title)]
    lines = [f"- {name}: {_rules(rule)}." for name, rule in texts if rule]
    if limits.media:
        most, least = limits.media.most, limits.media.least
        lines.append(f"- Pictures and videos: {least} to {most}.")
        lines += [f"- {rule.kind.capitalize()}: {_rules(rule)}." for rule in limits.media.kinds]
    lines += [f"- {part.capitalize()} limits: {_stated(known)}" for part, known in limits.stated]
    return ["\n".join(lines)]


def _rules(rule: TextLimits | KindLimits) -> str:
    given = {name: getattr(rule, name) for name in rule.__slots__ if name != "kind"}
    return ", ".join(
        f"{name.replace('_', ' ')} {_value(value)}" for name, value in given.items() if value
    )


def _value(value: object) -> str:
    match value:
        case (float(low), float(high)):
            return f"{low:g} to {high:g}"
        case tuple():
            return " ".join(value)
        case True:
            return "yes"
        case str():
            return code(value)
    return f"{value:,}"


def _stated(known: Stated) -> str:
    doubts = f"; not checked yet: {', '.join(known.assumed)}" if known.assumed else ""
    note = f" {known.note.en}" if known.note else ""
    return f"{known.proof.replace('_', ' ')}, {known.checked}{doubts}.{note}"


def _metric(metric: Metric) -> list[str]:
    return [
        code(metric.measure),
        code(metric.native),
        metric.table,
        str(metric.since or ""),
        str(metric.until or ""),
        code(metric.successor),
        metric.note.en if metric.note else "",
    ]


PAGES = {"networks.md": page}

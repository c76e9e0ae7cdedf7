"""The page of networks, from the catalogue."""

from scripts.reference_pages.markdown import code, table
from tolok.core.networks import Metric, Network
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
    parts += [f"- {b.day}: {b.words.en}" for b in network.breaks]
    return "\n\n".join(parts)


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

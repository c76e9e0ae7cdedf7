"""The page of connectors: how each is proven, how one connects, and what it can do."""

from dataclasses import replace

from scripts.reference_pages.markdown import code, table
from tolok.core.ports import Network
from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.retry import CLASSES
from tolok.core.publishing.sign_in import Registers, SignIn
from tolok.lib.catalogue import networks as catalogue
from tolok.services.accounts import networks
from tolok.services.connection_words import PROOF, RETRY
from tolok.services.sign_in_apps import DOCUMENTS

LEAD = (
    "The networks that Tolok publishes to and reads from, from `tolok/networks`. What an account "
    "can do is read from its server where the server tells; here stand the documented values. "
    "How to add one: [CONTRIBUTING](../../CONTRIBUTING.md)."
)
CAN = (
    ("reply", "threads, comments"),
    ("delete", "delete"),
    ("edit", "edit"),
    ("alt_text", "alt text"),
    ("warning", "content warning"),
    ("poll_options", "polls"),
    ("metrics", "numbers"),
    ("listing", "own posts listed"),
)
HEAD = ("Connector", "Proven", "Retry class", *(words for _, words in CAN))


def page() -> str:
    found = sorted(networks().values(), key=lambda one: one.id)
    rows = [_row(one) for one in found]
    classes = [[code(id), each.name.en, RETRY[id].en] for id, each in CLASSES.items()]
    return "\n\n".join(
        [
            "# Networks and connectors",
            LEAD,
            table(HEAD, rows),
            "## Retry classes",
            table(("Class", "What the network keeps", "After a lost answer"), classes),
            *(_connector(one) for one in found),
        ]
    )


def _row(network: Network) -> list[str]:
    able = _able(network)
    can = ["yes" if getattr(able, name) else "–" for name, _ in CAN]
    name = catalogue()[network.id].name.en
    return [f"[{name}](#{network.id})", PROOF[network.proof.kind].en, able.retry, *can]


def _able(network: Network) -> Capabilities:
    return network.capabilities(replace(Account("https://example.org", "1", "@a"), facts={}))


def _connector(network: Network) -> str:
    proof, able = network.proof, _able(network)
    lines = [
        f"- {PROOF[proof.kind].en}: {proof.against.en}. Last checked on {proof.checked}.",
        f"- {PROOF[proof.kind].id}: {proof.against.id}.",
        *(f"- {note.en}" for note in able.notes),
        *(_way(network, way) for way in network.sign_ins),
    ]
    name = catalogue()[network.id].name.en
    return f'## <a id="{network.id}"></a>{name}\n\n' + "\n".join(lines)


def _way(network: Network, way: SignIn) -> str:
    fields = ", ".join(f"{code(f.id)}{' (secret)' if f.secret else ''}" for f in way.fields)
    asks = f", asks for {fields}" if fields else ""
    reads = DOCUMENTS.format(network=network.id, way=way.id)
    document = f"; the network reads {code(reads)}" if isinstance(way, Registers) else ""
    return f"- Connect: {way.name.en} ({code(way.id)}){asks}{document}."


PAGES = {"connectors.md": page}

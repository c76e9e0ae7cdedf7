"""The page of states: an import, a goal, a delivery, and the rule behind each status."""

from scripts.reference_pages.markdown import code, table
from tolok.core.goals.pace import RULE, STATUS_WORDS
from tolok.core.goals.seed_rule import BANDS
from tolok.core.publishing.diagram import diagram
from tolok.core.publishing.machine import State
from tolok.core.publishing.states import STATES
from tolok.services.ingest import LEASE, MAX_ATTEMPTS

IMPORTS = {
    "received": ("The file is kept; no importer knows it yet.", "waiting, checked"),
    "waiting": ("A question is open that only a person can answer.", "checked"),
    "checked": ("Recognised, nothing open; nothing is in the numbers.", "ready"),
    "ready": ("Committed: from here on it is not lost, whatever stops.", "ingesting"),
    "ingesting": ("Its rows are being written, under a lease.", "done, ready, failed"),
    "done": ("Its rows are in the numbers.", "undone"),
    "failed": ("It broke off; nothing of it is in the numbers.", "ready"),
    "undone": ("Its rows were taken out again; the file is kept.", ""),
}
GOALS = {
    "draft": ("Being written; may be deleted.", "running"),
    "running": ("Judged every day; each change is a version with its reason.", "archived"),
    "archived": ("Kept for reading; no longer judged.", ""),
}
HEAD = ("State", "What it means", "Next")


def page() -> str:
    minutes = int(LEASE.total_seconds() // 60)
    statuses = [[code(s.value), w.en, w.id] for s, w in STATUS_WORDS.items()]
    return "\n\n".join(
        (
            "# States",
            "## An import",
            f"Whoever writes rows holds a lease of {minutes} minutes. When it runs out, because "
            f"the machine stopped, the import is taken up again, at most {MAX_ATTEMPTS} times; "
            "writing the same rows twice changes nothing.",
            _table(IMPORTS),
            "## A goal",
            _table(GOALS),
            "## A delivery",
            "One post for one channel. No arrow leads from *unsure* to sending: the network is "
            "asked first.",
            _table({name: _delivery(each) for name, each in STATES.items()}),
            f"```mermaid\n{diagram()}```",
            "## The status of a running goal",
            RULE.en,
            RULE.id,
            table(("Status", "English", "Indonesian"), statuses),
            "## Is a target grounded?",
            "The rule of thumb where an account's own history is too short for a forecast.",
            BANDS.en,
            BANDS.id,
        )
    )


def _delivery(each: State) -> tuple[str, str]:
    """Its words, with how long a worker may hold it; and what may follow."""
    held = (
        f" A worker holds it for {each.lease.total_seconds():.0f} s at a time."
        if each.lease
        else ""
    )
    return f"{each.name.en}. {each.words.en}{held}", ", ".join(sorted(each.next))


def _table(states: dict[str, tuple[str, str]]) -> str:
    return table(
        HEAD, [[code(name), words, after or "–"] for name, (words, after) in states.items()]
    )


PAGES = {"states.md": page}

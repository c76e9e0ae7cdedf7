"""What a page can do, the API and the command line can do too: one row for each act.

A new act of a page, a new writing call of the API, fails here until its row says where the others
are. `—` stands where one of the three has no such act, with the reason beside it.
"""

import importlib
import re
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "tolok" / "web" / "pages"
W = "/api/v1/workspaces/{workspace}"

# page folder, act → calls of the API, commands
ACTS: dict[tuple[str, str], tuple[str, str]] = {
    ("benchmarks", "bring"): (f"POST {W}/benchmarks", "benchmark import"),
    ("benchmarks", "remove"): (f"DELETE {W}/benchmarks/{{benchmark}}", "benchmark remove"),
    ("connections", "disconnect"): (
        f"DELETE {W}/connections/{{channel}}",
        "connection remove",
    ),
    ("connections", "pause"): (f"PATCH {W}/connections/{{channel}}", "connection set"),
    ("connections", "resume"): (f"PATCH {W}/connections/{{channel}}", "connection set"),
    ("connections", "settle"): (f"PATCH {W}/connections/{{channel}}", "connection set"),
    ("connections", ""): (f"POST {W}/connections", "connection add"),
    ("calendar", "shift"): (f"POST {W}/planner/posts/acts", "calendar move"),
    ("calendar", "move"): (f"POST {W}/planner/posts/acts", "calendar move"),
    ("calendar", "draft"): (f"POST {W}/planner/posts/acts", "calendar draft"),
    ("calendar", "cancel"): (f"POST {W}/planner/posts/acts", "calendar cancel"),
    ("calendar", "note"): (f"POST {W}/planner/notes", "calendar note"),
    ("calendar", "unnote"): (f"DELETE {W}/planner/notes/{{calendar_note}}", "calendar unnote"),
    ("queues", "add"): (f"PATCH {W}/planner/queues/{{channel}}", "queue slots"),
    ("queues", "remove"): (f"PATCH {W}/planner/queues/{{channel}}", "queue slots"),
    ("queues", "limits"): (f"PATCH {W}/planner/queues/{{channel}}", "queue set"),
    ("queues", "pause"): (f"PATCH {W}/planner/queues/{{channel}}", "queue pause"),
    ("queues", "resume"): (f"PATCH {W}/planner/queues/{{channel}}", "queue resume"),
    ("queues", "shuffle"): (f"POST {W}/planner/queues/{{channel}}/shuffle", "queue shuffle"),
    ("queues", "up"): (f"POST {W}/planner/deliveries/{{delivery}}/move", "queue move"),
    ("queues", "down"): (f"POST {W}/planner/deliveries/{{delivery}}/move", "queue move"),
    ("bulk", "send"): (f"POST {W}/planner/bulk", "post bulk"),
    ("bulk", "look"): (f"POST {W}/planner/bulk", "post bulk"),
    ("bulk", "plan"): (f"POST {W}/planner/bulk", "post bulk"),
    ("bulk", "undo"): (f"DELETE {W}/planner/bulk/{{file_id}}", "post unbulk"),
    ("queues", "fill"): (f"POST {W}/planner/queues/{{channel}}/best", "queue best"),
    ("publishing", "campaign"): (f"POST {W}/planner/campaigns", "campaign new"),
    ("publishing", "settings"): (f"PUT {W}/planner/settings", "calendar settings"),
    ("data", "again"): (f"POST {W}/imports/commit", "imports commit"),
    ("data", "undo"): (f"POST {W}/imports/{{batch}}/undo", "imports undo"),
    ("data", "answer"): (f"POST {W}/imports/{{batch}}/answers", "imports answer"),
    ("data", "cancel"): (f"DELETE {W}/imports/{{batch}}", "imports drop"),
    ("data", "commit"): (f"POST {W}/imports/commit", "imports commit"),
    ("feeds", "find"): (f"POST {W}/feeds/find", "feed find"),
    ("feeds", "add"): (f"POST {W}/feeds", "feed add"),
    ("feeds", "push"): (f"POST {W}/feeds", "feed add"),
    ("feeds", "opml"): (f"POST {W}/feeds/opml", "feed opml import"),
    ("feeds", "save"): (f"PATCH {W}/feeds/{{feed}}", "feed set"),
    ("feeds", "read"): (f"POST {W}/feeds/{{feed}}/read", "feed read"),
    ("feeds", "remove"): (f"DELETE {W}/feeds/{{feed}}", "feed remove"),
    ("feeds", "skip"): (f"POST {W}/ledger/{{entry}}/skip", "feed skip"),
    ("feeds", "post"): (f"POST {W}/ledger/{{entry}}/post", "feed post"),
    ("routes", "save"): (f"PATCH {W}/routes/{{route}}", "route save"),
    ("routes", "remove"): (f"DELETE {W}/routes/{{route}}", "route remove"),
    ("hub", ""): ("— for hubs, not for people", "— for hubs, not for people"),
    ("goal", "action"): (f"POST {W}/goals/{{goal}}/actions", "goal action"),
    ("goal", "done"): (f"PATCH {W}/goals/{{goal}}/actions/{{action}}", "goal action"),
    ("goal", "open"): (f"PATCH {W}/goals/{{goal}}/actions/{{action}}", "goal action"),
    ("goal", "spend"): (f"POST {W}/goals/{{goal}}/spending", "goal spend"),
    ("goal", "check_in"): (f"POST {W}/goals/{{goal}}/check-ins", "goal checkin"),
    ("goal", "archive"): (f"POST {W}/goals/{{goal}}/archive", "goal archive"),
    ("goal", "resume"): (f"POST {W}/goals/{{goal}}/start", "goal start"),
    ("goals", "done"): (f"PATCH {W}/goals/{{goal}}/actions/{{action}}", "goal action"),
    ("kpis", "drop"): (f"DELETE {W}/kpis/{{kpi}}/notes/{{note}}", "guide unnote"),
    ("kpis", "note"): (f"POST {W}/kpis/{{kpi}}/notes", "guide note"),
    ("kpis", "check"): (f"POST {W}/formula", "kpi check"),
    ("kpis", "remove"): (f"DELETE {W}/kpis/{{kpi}}", "kpi remove"),
    ("kpis", "save"): (f"PUT {W}/kpis/{{kpi}}", "kpi edit"),
    ("kpis", "objective"): (f"POST {W}/objectives", "guide objective"),
    ("kpis", "rename"): (f"PATCH {W}/objectives/{{objective}}", "guide objective"),
    ("kpis", "set"): (f"PATCH {W}/kpis/{{kpi}}", "kpi set"),
    ("kpis", "revoke"): (f"DELETE {W}/shares/{{share_id}}", "guide unshare"),
    ("ops", "again"): ("POST /api/v1/ops/jobs/{job}/run-again", "ops again"),
    ("ops", "drop"): ("DELETE /api/v1/ops/jobs/{job}", "ops drop"),
    ("media", "remove"): (f"DELETE {W}/planner/media/{{media_id}}", "media remove"),
    ("media", "save"): (f"PATCH {W}/planner/media/{{media_id}}", "media describe"),
    ("post", "cancel"): (f"POST {W}/planner/posts/{{post}}/cancel", "post cancel"),
    ("post", "comment"): (f"POST {W}/planner/posts/{{post}}/comments", "post comment"),
    ("post", "copy"): (f"POST {W}/planner/posts/{{post}}/copy", "post copy"),
    ("post", "decide"): (f"POST {W}/planner/deliveries/{{delivery}}/decide", "post decide"),
    ("post", "draft"): (f"POST {W}/planner/posts/{{post}}/draft", "post draft"),
    ("post", "idea"): (f"POST {W}/planner/posts", "post new"),
    ("post", "more"): ("— another empty field", "— another empty field"),
    ("post", "plan"): (f"POST {W}/planner/posts/{{post}}/plan", "post plan"),
    ("post", "remove"): (f"DELETE {W}/planner/posts/{{post}}", "post remove"),
    ("post", "save"): (f"PATCH {W}/planner/posts/{{post}}", "post edit"),
    ("post", "send"): (f"POST {W}/planner/deliveries/{{delivery}}/send", "post send"),
    ("post", "share"): (f"POST {W}/planner/posts/{{post}}/links", "approval link"),
    ("post", "unshare"): (f"DELETE {W}/planner/posts/{{post}}/links/{{link}}", "approval unlink"),
    ("post", "skip"): (f"POST {W}/planner/deliveries/{{delivery}}/skip", "post skip"),
    ("post", "stop"): (f"POST {W}/planner/deliveries/{{delivery}}/cancel", "post stop"),
    ("posts", "send"): (f"POST {W}/planner/deliveries/{{delivery}}/send", "post send"),
    ("post", "again"): (f"PUT {W}/planner/posts/{{post}}/evergreen", "post again"),
    ("post", "enough"): (f"DELETE {W}/planner/posts/{{post}}/evergreen", "post again"),
    ("posts", "skip"): (f"POST {W}/planner/deliveries/{{delivery}}/skip", "post skip"),
    ("profile", "revoke"): ("DELETE /api/v1/me/tokens/{token}", "token revoke"),
    ("profile", "shortcuts"): ("PATCH /api/v1/me", "— keys of the browser"),
    ("profile", "token"): ("POST /api/v1/me/tokens", "token create"),
    ("settings", "archive"): (f"PATCH {W}/channels/{{channel}}", "channel archive"),
    ("settings", "channel"): (f"PATCH {W}/channels/{{channel}}", "channel rename"),
    ("settings", "merge"): (f"POST {W}/channels/{{channel}}/merge", "channel merge"),
    ("settings", "change"): (f"PATCH {W}", "workspace change"),
    ("settings", "invite"): (f"POST {W}/invitations", "user invite"),
    ("settings", "remove"): (f"DELETE {W}/members/{{member}}", "user remove"),
    ("settings", "revoke"): (f"DELETE {W}/invitations/{{invitation}}", "user uninvite"),
    ("settings", "role"): (f"PATCH {W}/members/{{member}}", "user role"),
    # forms that do one thing and name no act
    ("approval", ""): (f"PUT {W}/planner/approval", "approval set"),
    ("review", ""): (f"POST {W}/planner/posts/{{post}}/approval", "approval give"),
    ("media", ""): (f"POST {W}/planner/media", "media send"),
    ("data", ""): (f"POST {W}/imports", "import"),
    ("demo", ""): ("DELETE /api/v1/demo", "demo"),
    ("goal_new", ""): (f"POST {W}/goals", "goal create"),
    ("goals", ""): (f"PUT {W}/goals/order", "goal order"),
    ("kpis", ""): (f"POST {W}/shares", "guide share"),
    ("workspaces", ""): ("POST /api/v1/workspaces", "workspace create"),
    ("profile", ""): ("PATCH /api/v1/me", "— one's own name and password"),
    ("join", ""): ("— a link for one person", "— a link for one person"),
}
# Writing calls that no page makes, or makes under another name → commands
CALLS: dict[str, str] = {
    f"PUT {W}/planner/settings": "calendar settings",
    "POST /api/v1/keys/retire": "keys retire",
    "POST /api/v1/keys/rotate": "keys rotate",
    "POST /api/v1/demo": "demo",
    "POST /api/v1/facts/rebuild": "facts rebuild",
    "POST /api/v1/goals/assess": "goal assess",
    f"POST {W}/goals/assess": "goal assess",
    f"POST {W}/goals/read": "goal read",
    f"PUT {W}/goals/{{goal}}": "goal edit",
    f"DELETE {W}/goals/{{goal}}": "goal discard",
    f"POST {W}/imports/paths": "import",
    f"POST {W}/channels": "channel create",
    f"POST {W}/feeds/{{feed}}/items": "feed send",
    f"POST {W}/routes": "route add",
    f"POST {W}/kpis": "kpi create",
    f"POST {W}/kpis/{{kpi}}/read": "— a person has read it, no program",
    f"POST {W}/members": "user add",
    f"POST {W}/connections": "connection add",
    f"POST {W}/connections/{{channel}}/check": "connection check",
    f"POST {W}/connections/{{channel}}/collect": "connection collect",
    f"PATCH {W}/connections/{{channel}}": "connection set",
    f"DELETE {W}/connections/{{channel}}": "connection remove",
    f"POST {W}/planner/campaigns": "campaign new",
    f"PATCH {W}/planner/campaigns/{{campaign}}": "campaign edit",
    f"POST {W}/planner/posts": "post new",
    f"POST {W}/planner/posts/many": "post new",
    f"POST {W}/planner/posts/check": "post check",
    f"PATCH {W}/planner/posts/{{post}}": "post edit",
    f"DELETE {W}/planner/posts/{{post}}": "post remove",
    f"POST {W}/planner/posts/{{post}}/plan": "post plan",
    f"POST {W}/planner/posts/{{post}}/draft": "post draft",
    f"POST {W}/planner/posts/{{post}}/cancel": "post cancel",
    f"POST {W}/planner/posts/{{post}}/copy": "post copy",
    f"POST {W}/planner/deliveries/{{delivery}}/send": "post send",
    f"POST {W}/planner/deliveries/{{delivery}}/skip": "post skip",
    f"POST {W}/planner/deliveries/{{delivery}}/cancel": "post stop",
    f"POST {W}/planner/deliveries/{{delivery}}/decide": "post decide",
}
ACT = re.compile(r'name="act" value="([a-z_]+)"')


def acts_of_pages() -> set[tuple[str, str]]:
    found = set()
    for template in PAGES.rglob("*.html"):
        page = template.relative_to(PAGES).parts[0]
        found |= {(page, act) for act in ACT.findall(template.read_text("utf-8"))}
    return found


def calls_of_api() -> set[str]:
    from tolok.api.app import api

    return {
        f"{method.upper()} {path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }


def is_command(words: str) -> bool:
    from tolok.cli.main import root

    context = click.Context(root)
    found: click.Command | None = root
    for word in words.split():
        found = found.get_command(context, word) if isinstance(found, click.Group) else None
    return found is not None


def test_every_act_of_a_page_has_its_row():
    named = {row for row in ACTS if row[1]}
    assert acts_of_pages() == named


def test_every_page_with_a_form_has_a_row():
    pages = {
        folder.name: importlib.import_module(f"tolok.web.pages.{folder.name}.page").PAGE
        for folder in PAGES.iterdir()
        if (folder / "page.py").exists()
    }
    writing = {name for name, p in pages.items() if any("POST" in r.methods for r in p.routes)}
    assert writing <= {page for page, _ in ACTS}


@pytest.mark.parametrize("row", ACTS, ids="-".join)
def test_an_act_of_a_page_is_a_call_and_a_command(row: tuple[str, str]):
    call, command = ACTS[row]
    assert call.startswith("— ") or call in calls_of_api()
    assert command.startswith("— ") or is_command(command)


def test_every_writing_call_is_a_command():
    writing = {call for call in calls_of_api() if not call.startswith("GET ")}
    assert writing == {call for call, _ in ACTS.values() if call[0] != "—"} | set(CALLS)
    lacking = [c for c in CALLS.values() if not (c.startswith("— ") or is_command(c))]
    assert not lacking

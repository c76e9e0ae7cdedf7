"""Every address and method × role × workspace, against the two tables below.

A new route fails `test_every_route_has_a_row` until somebody decides who may use it. The pages of
`accounts/` are left out: they are allauth's, for anybody who logs in, and belong to no workspace.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from ninja import Schema
from PIL import Image

from tests.cast import Cast
from tolok.api.app import api
from tolok.core.goals.goal import Goal
from tolok.core.publishing.content import MediaUse, PostContent
from tolok.core.roles import ROLES
from tolok.services import (
    calendar_notes,
    campaigns,
    feed_push,
    feed_routes,
    goals,
    guide,
    imports,
    kpis,
    media,
    own_benchmarks,
    people,
    post_share,
    posts,
    share,
    tokens,
)
from tolok.services.access import Scope
from tolok.services.channels import make_channel
from tolok.services.feed_run import run_due
from tolok.services.post_order import Order
from tolok.services.seals import seal
from tolok.store.models import Channel, Connection, Member

OPEN, PERSON, OPERATOR = "open", "person", "operator"

# Name of the route → least role for each method. A method that is not named answers 405.
PAGES: dict[str, dict[str, str]] = {
    "healthz": {"GET": OPEN},
    "readyz": {"GET": OPEN},
    "metrics": {"GET": OPEN},  # to this machine only: tests/web/test_ops_page.py
    "docs-problems": {"GET": OPEN},
    "preferences": {"GET": OPEN},
    "claim": {"GET": OPEN},
    "join": {"GET": OPEN, "POST": OPEN},
    "shared": {"GET": OPEN},
    "shared-pdf": {"GET": OPEN},
    "start": {"GET": PERSON},
    "workspaces": {"GET": PERSON, "POST": PERSON},
    "profile": {"GET": PERSON, "POST": PERSON},
    "ops": {"GET": OPERATOR, "POST": OPERATOR},
    "goals": {"GET": "client", "POST": "editor"},
    "goals-sheet": {"GET": "client"},
    "goal": {"GET": "client", "POST": "editor"},
    "goal-sheet": {"GET": "client"},
    "goal-json": {"GET": "client"},
    "goal-new": {"GET": "editor", "POST": "editor"},
    "goal-continue": {"GET": "editor"},
    "goal-step": {"GET": "editor", "POST": "editor"},
    "kpis": {"GET": "client", "POST": "editor"},
    "kpi": {"GET": "client", "POST": "editor"},
    "kpi-read": {"POST": "client"},
    "kpis-pdf": {"GET": "client"},
    "kpi-formula": {"GET": "editor"},
    "kpi-new": {"GET": "editor", "POST": "editor"},
    "kpi-edit": {"GET": "editor", "POST": "editor"},
    "kpi-share": {"GET": "admin", "POST": "admin"},
    "benchmarks": {"GET": "viewer", "POST": "editor"},
    "numbers": {"GET": "viewer"},
    "numbers-posts": {"GET": "viewer"},
    "numbers-audience": {"GET": "viewer"},
    "numbers-export": {"GET": "viewer"},
    "data": {"GET": "viewer", "POST": "editor"},
    "data-upload": {"GET": "editor", "POST": "editor"},
    "data-batch": {"GET": "viewer", "POST": "editor"},
    "posts": {"GET": "viewer"},
    "posts-attention": {"GET": "viewer", "POST": "editor"},
    "post-new": {"GET": "editor", "POST": "editor"},
    "post-typed": {"POST": "editor"},
    "post": {"GET": "viewer", "POST": "editor"},
    "post-review": {"GET": "client", "POST": "client"},
    "post-review-media": {"GET": "viewer"},  # a client's while it waits for approval
    "review-guest": {"GET": OPEN, "POST": OPEN},
    "review-guest-media": {"GET": OPEN},
    "approval": {"GET": "admin", "POST": "admin"},
    "calendar": {"GET": "viewer", "POST": "editor"},
    "queues": {"GET": "viewer", "POST": "editor"},
    "posts-bulk": {"GET": "editor", "POST": "editor"},
    "posts-export": {"GET": "viewer"},
    "publishing": {"GET": "editor", "POST": "editor"},
    "media": {"GET": "viewer", "POST": "editor"},
    "media-piece": {"GET": "viewer", "POST": "editor"},
    "media-file": {"GET": "viewer"},
    "media-thumb": {"GET": "viewer"},
    "feeds": {"GET": "viewer", "POST": "editor"},
    "feeds-opml": {"GET": "viewer"},
    "feed": {"GET": "viewer", "POST": "editor"},
    "feed-ledger": {"GET": "viewer", "POST": "editor"},
    "feed-stats": {"GET": "viewer"},
    "routes": {"GET": "viewer"},
    "route-new": {"GET": "editor", "POST": "editor"},
    "route": {"GET": "editor", "POST": "editor"},
    "hub": {"GET": OPEN, "POST": OPEN},  # to the hub that knows the token, else 404
    "demo-remove": {"POST": "admin"},
    "connections": {"GET": "viewer", "POST": "admin"},
    "connection-check": {"POST": "editor"},
    "connect": {"GET": "admin", "POST": "admin"},
    "connect-back": {"GET": PERSON},
    "connect-document": {"GET": OPEN},  # what a network reads of this installation
    "settings": {"GET": "admin", "POST": "admin"},
}
W = "/api/v1/workspaces/{workspace}"
API: dict[str, dict[str, str]] = {
    "/api/v1/doctor": {"GET": OPERATOR},
    "/api/v1/facts/audit": {"GET": OPERATOR},
    "/api/v1/facts/rebuild": {"POST": OPERATOR},
    "/api/v1/demo": {"POST": OPERATOR, "DELETE": OPERATOR},
    "/api/v1/goals/assess": {"POST": PERSON},
    "/api/v1/me": {"GET": PERSON, "PATCH": PERSON},
    "/api/v1/me/tokens": {"GET": PERSON, "POST": PERSON},
    "/api/v1/me/tokens/{token}": {"DELETE": PERSON},
    "/api/v1/ops": {"GET": OPERATOR},
    "/api/v1/ops/jobs/{job}": {"DELETE": OPERATOR},
    "/api/v1/ops/jobs/{job}/run-again": {"POST": OPERATOR},
    "/api/v1/workspaces": {"GET": PERSON, "POST": PERSON},
    W: {"GET": "client", "PATCH": "admin"},
    f"{W}/audience": {"GET": "viewer"},
    f"{W}/breakdown": {"GET": "viewer"},
    f"{W}/channels": {"GET": "viewer", "POST": "editor"},
    f"{W}/channels/{{channel}}": {"PATCH": "editor"},
    f"{W}/channels/{{channel}}/merge": {"POST": "admin"},
    f"{W}/facts/{{table}}": {"GET": "viewer"},
    f"{W}/feed-stats": {"GET": "viewer"},
    f"{W}/feeds": {"GET": "viewer", "POST": "editor"},
    f"{W}/feeds/find": {"POST": "editor"},
    f"{W}/feeds/opml": {"GET": "viewer", "POST": "editor"},
    f"{W}/feeds/{{feed}}": {"GET": "viewer", "PATCH": "editor", "DELETE": "editor"},
    f"{W}/feeds/{{feed}}/items": {"POST": "editor"},
    f"{W}/feeds/{{feed}}/read": {"POST": "editor"},
    f"{W}/formula": {"POST": "viewer"},
    f"{W}/benchmarks": {"GET": "viewer", "POST": "editor"},
    f"{W}/benchmarks/{{benchmark}}": {"DELETE": "editor"},
    "/api/v1/connections/ways": {"GET": PERSON},
    "/api/v1/keys": {"GET": OPERATOR},
    "/api/v1/keys/retire": {"POST": OPERATOR},
    "/api/v1/keys/rotate": {"POST": OPERATOR},
    f"{W}/connections": {"GET": "viewer", "POST": "admin"},
    f"{W}/connections/{{channel}}": {"PATCH": "admin", "DELETE": "admin"},
    f"{W}/connections/{{channel}}/check": {"POST": "editor"},
    f"{W}/connections/{{channel}}/collect": {"POST": "editor"},
    f"{W}/goals": {"GET": "client", "POST": "editor"},
    f"{W}/goals/assess": {"POST": "viewer"},
    f"{W}/goals/read": {"POST": "viewer"},
    f"{W}/goals/order": {"PUT": "editor"},
    f"{W}/goals/sheet.pdf": {"GET": "client"},
    f"{W}/goals/{{goal}}/authors": {"GET": "viewer"},
    f"{W}/goals/{{goal}}": {"GET": "client", "PUT": "editor", "DELETE": "editor"},
    f"{W}/goals/{{goal}}/actions": {"POST": "editor"},
    f"{W}/goals/{{goal}}/actions/{{action}}": {"PATCH": "editor"},
    f"{W}/goals/{{goal}}/archive": {"POST": "editor"},
    f"{W}/goals/{{goal}}/check-ins": {"POST": "editor"},
    f"{W}/goals/{{goal}}/export": {"GET": "client"},
    f"{W}/goals/{{goal}}/sheet.pdf": {"GET": "client"},
    f"{W}/goals/{{goal}}/spending": {"POST": "editor"},
    f"{W}/goals/{{goal}}/start": {"POST": "editor"},
    f"{W}/goals/{{goal}}/versions": {"GET": "client"},
    f"{W}/guide.pdf": {"GET": "client"},
    f"{W}/imports": {"GET": "viewer", "POST": "editor"},
    f"{W}/imports/commit": {"POST": "editor"},
    f"{W}/imports/paths": {"POST": OPERATOR},
    f"{W}/imports/{{batch}}": {"GET": "viewer", "DELETE": "editor"},
    f"{W}/imports/{{batch}}/answers": {"POST": "editor"},
    f"{W}/imports/{{batch}}/preview": {"GET": "editor"},
    f"{W}/imports/{{batch}}/undo": {"POST": "editor"},
    f"{W}/invitations": {"GET": "admin", "POST": "admin"},
    f"{W}/invitations/{{invitation}}": {"DELETE": "admin"},
    f"{W}/kpis": {"GET": "client", "POST": "editor"},
    f"{W}/kpis/{{kpi}}": {"GET": "client", "PATCH": "editor", "PUT": "editor", "DELETE": "editor"},
    f"{W}/kpis/{{kpi}}/guide": {"GET": "client"},
    f"{W}/kpis/{{kpi}}/notes": {"POST": "editor"},
    f"{W}/kpis/{{kpi}}/notes/{{note}}": {"DELETE": "editor"},
    f"{W}/kpis/{{kpi}}/read": {"POST": "client"},
    f"{W}/kpis/{{kpi}}/value": {"GET": "viewer"},
    f"{W}/ledger": {"GET": "viewer"},
    f"{W}/ledger/{{entry}}/post": {"POST": "editor"},
    f"{W}/ledger/{{entry}}/skip": {"POST": "editor"},
    f"{W}/members": {"GET": "admin", "POST": OPERATOR},
    f"{W}/members/{{member}}": {"PATCH": "admin", "DELETE": "admin"},
    f"{W}/numbers": {"GET": "viewer"},
    f"{W}/numbers/export/{{what}}.{{form}}": {"GET": "viewer"},
    f"{W}/objectives": {"GET": "client", "POST": "editor"},
    f"{W}/objectives/{{objective}}": {"PATCH": "editor"},
    f"{W}/planner/approval": {"GET": "viewer", "PUT": "admin"},
    f"{W}/planner/calendar": {"GET": "viewer"},
    f"{W}/planner/notes": {"POST": "editor"},
    f"{W}/planner/notes/{{calendar_note}}": {"DELETE": "editor"},
    f"{W}/planner/posts/acts": {"POST": "editor"},
    f"{W}/planner/settings": {"GET": "viewer", "PUT": "editor"},
    f"{W}/planner/queues": {"GET": "viewer"},
    f"{W}/planner/queues/{{channel}}": {"GET": "viewer", "PATCH": "editor"},
    f"{W}/planner/queues/{{channel}}/shuffle": {"POST": "editor"},
    f"{W}/planner/deliveries/{{delivery}}/move": {"POST": "editor"},
    f"{W}/planner/bulk": {"POST": "editor"},
    f"{W}/planner/bulk/{{file_id}}": {"DELETE": "editor"},
    f"{W}/planner/export/posts.{{form}}": {"GET": "viewer"},
    f"{W}/planner/queues/{{channel}}/best": {"GET": "viewer", "POST": "editor"},
    f"{W}/planner/campaigns": {"GET": "viewer", "POST": "editor"},
    f"{W}/planner/campaigns/{{campaign}}": {"PATCH": "editor"},
    f"{W}/planner/deliveries/{{delivery}}": {"GET": "viewer"},
    f"{W}/planner/deliveries/{{delivery}}/cancel": {"POST": "editor"},
    f"{W}/planner/deliveries/{{delivery}}/decide": {"POST": "editor"},
    f"{W}/planner/deliveries/{{delivery}}/send": {"POST": "editor"},
    f"{W}/planner/deliveries/{{delivery}}/skip": {"POST": "editor"},
    f"{W}/planner/media": {"GET": "viewer", "POST": "editor"},
    f"{W}/planner/media/{{media_id}}": {"GET": "viewer", "PATCH": "editor", "DELETE": "editor"},
    f"{W}/planner/media/{{media_id}}/file": {"GET": "viewer"},
    f"{W}/planner/posts": {"GET": "viewer", "POST": "editor"},
    f"{W}/planner/posts/attention": {"GET": "viewer"},
    f"{W}/planner/posts/check": {"POST": "editor"},
    f"{W}/planner/posts/many": {"POST": "editor"},
    f"{W}/planner/posts/{{post}}": {"GET": "viewer", "PATCH": "editor", "DELETE": "editor"},
    f"{W}/planner/posts/{{post}}/approval": {"GET": "viewer", "POST": "client"},
    f"{W}/planner/posts/{{post}}/cancel": {"POST": "editor"},
    f"{W}/planner/posts/{{post}}/comments": {"GET": "viewer", "POST": "editor"},
    f"{W}/planner/posts/{{post}}/copy": {"POST": "editor"},
    f"{W}/planner/posts/{{post}}/draft": {"POST": "editor"},
    f"{W}/planner/posts/{{post}}/evergreen": {
        "GET": "viewer",
        "PUT": "editor",
        "DELETE": "editor",
    },
    f"{W}/planner/posts/{{post}}/links": {"GET": "editor", "POST": "editor"},
    f"{W}/planner/posts/{{post}}/links/{{link}}": {"DELETE": "editor"},
    f"{W}/planner/posts/{{post}}/plan": {"POST": "editor"},
    f"{W}/planner/posts/{{post}}/versions": {"GET": "viewer"},
    f"{W}/posts": {"GET": "viewer"},
    f"{W}/routes": {"GET": "viewer", "POST": "editor"},
    f"{W}/routes/{{route}}": {"GET": "viewer", "PATCH": "editor", "DELETE": "editor"},
    f"{W}/routes/{{route}}/trial": {"GET": "viewer"},
    f"{W}/shares": {"GET": "admin", "POST": "admin"},
    f"{W}/shares/{{share_id}}": {"DELETE": "admin"},
    f"{W}/why/{{kpi}}": {"GET": "viewer"},
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# What a form needs to reach the object it is about; ids are filled in.
FORMS = {
    "goals": {"goal": "", "way": "up"},
    "goal": {"act": "check_in", "words": "x"},
    "kpi-edit": {"act": "remove"},
    "data-upload": {"act": "drop"},
    "posts-bulk": {"act": "send"},
    "data-batch": {"act": "undo"},
    "benchmarks": {"act": "remove", "row": ""},
    "post": {"act": "comment", "words": "x"},
    "posts-attention": {"act": "skip"},
    "feed": {"act": "read"},
    "feed-ledger": {"act": "skip", "entry": ""},
}
BENCHMARKS = b"""network,industry,tier_min,tier_max,kpi,variant,p25,p50,p75,n,year,source
instagram,,,,engagement_rate_avg,er_reach_mean,,0.05,,,2025,Own survey
"""
# What a body needs to get past the check of its shape.
GOOD = {
    "network": "bluesky",
    "kpi": "reach",
    "into": "@sudut",
    "role": "viewer",
    "answer": "drop",
    "amount": "10",
    "kind": "content",
    "formula": "likes",
    "csv": BENCHMARKS.decode(),
    "goal": {"title": "x"},
    "url": "ftp://x",
}
NOT_OURS = ("accounts/", "api/v1/")
OWN_ONLY = {
    ("PUT", f"{W}/kpis/{{kpi}}"),
    ("DELETE", f"{W}/kpis/{{kpi}}"),
    ("DELETE", "/api/v1/me/tokens/{token}"),
}
# Objects of a workspace in addresses; the other parts are names that every workspace knows.
OBJECTS = {
    *("goal", "batch", "upload", "member", "invitation", "objective", "note", "share_id"),
    *("benchmark", "channel", "post", "delivery"),
    *("calendar_note", "file_id"),
    *("media_id", "campaign", "link"),
    *("feed", "route", "entry"),
}


@dataclass(frozen=True)
class Things:
    """One of everything in the cast's workspace, by the name it has in addresses."""

    cast: Cast
    ids: dict[str, str]
    tokens: dict[str, str] = field(default_factory=dict)

    def page(self, name: str, *, workspace: str = "") -> str:
        pattern = next(p for p in patterns() if p.name == name)
        known = {**self.ids, "ws": workspace or self.cast.workspace.slug}
        if name == "kpi-edit":
            known["kpi"] = "own_rate"
        wanted = pattern.pattern.converters
        return reverse(name, kwargs={key: known[key] for key in wanted})

    def request(self, name: str, method: str) -> tuple[str, dict[str, str]]:
        return self.page(name), self.form(name, method)

    def form(self, name: str, method: str) -> dict[str, str]:
        filled = FORMS.get(name, {}) if method == "POST" else {}
        return {key: self.ids.get(key, value) for key, value in filled.items()}

    def call(self, path: str, *, workspace: str = "") -> str:
        known = {**self.ids, "workspace": workspace or self.cast.workspace.slug}
        return re.sub(r"{(\w+)}", lambda found: known[found[1]], path)


@pytest.fixture
def things(cast, facts, tmp_path) -> Things:
    scope = cast.scope()
    return Things(cast, _make(scope, cast, tmp_path), _tokens(cast))


def _make(scope: Scope, cast: Cast, folder: Any) -> dict[str, str]:
    file = folder / "numbers.csv"
    file.write_text("Date,Followers,Reach\n2026-11-01,100,50\n2026-11-02,102,60\n")
    channel = make_channel(scope, "instagram", "@sudut")
    batch = imports.receive(scope, [("numbers.csv", file)], channel=str(channel.id)).batches[0]
    form = {"id": "own_rate", "name": "Own rate", "formula": "saves / views", "owner": "Dewi"}
    kpis.make_custom(scope, form)
    return {
        "channel": str(channel.id),
        "goal": goals.make_draft(scope, Goal(id="", title="More guests")).goal.id,
        "step": "review",
        "batch": str(batch.id),
        "upload": str(batch.upload),
        "kpi": "reach",
        "member": str(Member.objects.get(workspace=scope.id, user=cast.people["viewer"]).id),
        "invitation": str(people.invite(scope, "viewer").id),
        "objective": str(kpis.make_objective(scope, "More guests").id),
        "note": str(guide.add_note(scope, "reach", "Read again").id),
        "share_id": str(share.share_guide(scope, "Board").id),
        "benchmark": _benchmark(scope),
        **_post(scope, channel, _media(scope, folder)),
        **_feed(scope, channel),
        "calendar_note": str(
            calendar_notes.add_note(scope, {"first": "2026-12-24", "words": "Tutup"}).id
        ),
        "campaign": str(campaigns.find_or_make(scope, "Isi ulang")),
        "action": str(uuid4()),
        "token": str(uuid4()),
        "job": str(uuid4()),
        "table": "post",
        "what": "tiles",
        "form": "csv",
        "secret": "no-such-secret",
        "network": "bluesky",
        "way": "oauth",
    }


def _post(scope: Scope, channel: Channel, media_id: str) -> dict[str, str]:
    """A draft for a channel whose log-in was taken away."""
    Connection.objects.create(
        workspace=scope.workspace, channel=channel, remote_id="1", sealed=seal({}), state="off"
    )
    file_id = str(uuid4())
    content = PostContent("Kopi", (MediaUse(media_id),))
    order = Order(content, (channel.id,), origin=f"bulk:{file_id}")
    made = posts.make(scope, order, datetime.now(UTC))
    link = post_share.share_post(scope, str(made.id), "Bu Rina")
    delivery = str(made.deliveries.get().id)
    ids = {"post": str(made.id), "delivery": delivery, "link": str(link.id)}
    return {**ids, "media_id": media_id, "file_id": file_id}


def _feed(scope: Scope, channel: Channel) -> dict[str, str]:
    """A feed that is sent to, a route and the line of its ledger."""
    now = datetime.now(UTC)
    feed = feed_push.make(scope, "Toko", now)
    target = {"channel": str(channel.id), "outcome": "draft"}
    route = {"name": "Rute", "feeds": [str(feed.id)], "targets": [target]}
    made = feed_routes.save(scope, route, now)
    feed_push.send(scope, str(feed.id), [{"id": "1", "title": "Satu"}], datetime.now(UTC))
    run_due(datetime.now(UTC))
    entry = feed_routes.ledger(scope).get()
    return {"feed": str(feed.id), "route": str(made.id), "entry": str(entry.id)}


def _media(scope: Scope, folder: Any) -> str:
    file = folder / "dot.png"
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return str(media.receive(scope, [("dot.png", file)]).made[0].id)


def _benchmark(scope: Scope) -> str:
    own_benchmarks.bring(scope, BENCHMARKS, "own.csv")
    return own_benchmarks.own(scope)[0].id


def _tokens(cast: Cast) -> dict[str, str]:
    return {
        name: tokens.make_token(user, name, "write", None).value
        for name, user in cast.people.items()
    }


def patterns() -> Iterator[URLPattern]:
    def walk(found: list[Any], before: str) -> Iterator[URLPattern]:
        for one in found:
            path = before + str(one.pattern)
            if path.startswith(NOT_OURS):
                continue
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, path)
            else:
                yield one

    return walk(get_resolver().url_patterns, "")


@cache
def described() -> dict[str, Any]:
    return api.get_openapi_schema()


@cache
def operations() -> dict[str, dict[str, Any]]:
    """Every call of the API: path → method → its description."""
    return {
        path: {method.upper(): call for method, call in methods.items()}
        for path, methods in described()["paths"].items()
    }


def test_every_route_has_a_row():
    assert {p.name for p in patterns()} == set(PAGES)
    calls = {path: set(methods) for path, methods in operations().items()}
    assert calls == {path: set(methods) for path, methods in API.items()}


def test_no_two_bodies_share_a_name_in_the_description():
    names = Counter(
        one.__name__
        for module in map(sys.modules.get, [m for m in sys.modules if "api.routers." in m])
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Schema) and one.__module__ == module.__name__
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_nothing_hides_outside_the_two_tables():
    """The API has no address that its description does not name, but the description itself."""
    hidden = [
        one.name
        for part in get_resolver().url_patterns
        if str(part.pattern) == "api/v1/"
        for one in part.url_patterns
        if one.name and one.name.startswith(("openapi", "api-root"))
    ]
    assert set(hidden) <= {"openapi-json", "api-root"}


def in_workspace(name: str) -> bool:
    return "ws" in next(p for p in patterns() if p.name == name).pattern.converters


def visit(client: Client, method: str, url: str, form: dict[str, str] | None = None) -> Any:
    """One request whose writes are taken back."""
    with transaction.atomic():
        answer = client.post(url, form) if form else client.generic(method, url)
        transaction.set_rollback(True)
    return answer


def kind(answer: Any) -> str:
    """login, too_low, absent, no_method or in."""
    if answer.status_code == 302 and answer.url.startswith("/accounts/login/"):
        return "login"
    known = {401: "login", 403: "too_low", 404: "absent", 405: "no_method"}
    return known.get(answer.status_code, "in" if answer.status_code < 500 else "broken")


def at_the_edge(role: str, needed: str) -> bool:
    """Whoever is too low, the least role that may, and the owner: the rest lie between."""
    return expected(role, needed) != "in" or role in (needed, "owner") or needed == PERSON


def listed(wrong: dict[str, Any]) -> str:
    return "\n".join(f"{what}: {found}" for what, found in wrong.items())


def expected(role: str, needed: str) -> str:
    if needed in (OPEN, PERSON):
        return "in"
    if needed == OPERATOR:
        return "too_low"
    return "in" if ROLES.index(role) >= ROLES.index(needed) else "too_low"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_enters_the_pages_it_may_and_no_other(things, role):
    browser = things.cast.browser(role)
    wrong = {}
    for name, row in PAGES.items():
        if not in_workspace(name):
            continue
        for method, needed in row.items():
            if not at_the_edge(role, needed):
                continue
            found = kind(visit(browser, method, *things.request(name, method)))
            if found != expected(role, needed):
                wrong[f"{method} {name}"] = found
    assert not wrong, listed(wrong)


def test_a_method_that_no_row_names_is_refused(things):
    browser = things.cast.browser("owner")
    wrong = {}
    for name, row in PAGES.items():
        if name in ("healthz", "readyz"):  # they answer any method alike
            continue
        for method in METHODS:
            if method not in row:
                found = kind(visit(browser, method, *things.request(name, method)))
                if found != "no_method":
                    wrong[f"{method} {name}"] = found
    assert not wrong, listed(wrong)


def test_an_outsider_finds_no_page_of_the_workspace(things):
    browser = things.cast.browser("outsider")
    wrong = {
        f"{method} {name}": found
        for name, row in PAGES.items()
        if in_workspace(name)
        for method in row
        if (found := kind(visit(browser, method, *things.request(name, method)))) != "absent"
    }
    assert not wrong, listed(wrong)


def test_somebody_not_logged_in_is_asked_to_log_in(things):
    wrong = {
        f"{method} {name}": found
        for name, row in PAGES.items()
        for method, needed in row.items()
        if needed != OPEN and (found := kind(visit(Client(), method, things.page(name)))) != "login"
    }
    assert not wrong, listed(wrong)


def test_one_workspace_cannot_reach_anothers_objects_through_its_own_pages(things):
    """The outsider owns `other` and asks there for ids of the cast's workspace."""
    browser = things.cast.browser("outsider")
    reached = {}
    for name, row in PAGES.items():
        parts = set(next(p for p in patterns() if p.name == name).pattern.converters)
        if not (parts & OBJECTS or name == "kpi-edit"):
            continue
        for method in row:
            url = things.page(name, workspace=things.cast.other.slug)
            found = kind(visit(browser, method, url, things.form(name, method)))
            if found != "absent":
                reached[f"{method} {name}"] = found
    assert not reached, listed(reached)


def send(
    things: Things, who: str, method: str, path: str, call: Any, *, workspace: str = ""
) -> Any:
    """One call of the API with a body that its description accepts; writes are taken back."""
    url = things.call(path, workspace=workspace) + _query(call)
    headers = {"HTTP_AUTHORIZATION": f"Bearer {things.tokens[who]}"} if who else {}
    content = call.get("requestBody", {}).get("content", {})
    with transaction.atomic():
        if "multipart/form-data" in content:
            file = SimpleUploadedFile("x.csv", b"Date,Followers\n2026-11-01,3\n")
            twin = SimpleUploadedFile("x.csv", b"Date,Text\n2026-12-01,Kopi\n")
            answer = Client().post(url, {"files": file, "file": twin}, **headers)
        else:
            body = _body(content["application/json"]["schema"]) if content else None
            answer = Client().generic(
                method, url, json.dumps(body), content_type="application/json", **headers
            )
        transaction.set_rollback(True)
    return answer


def _query(call: Any) -> str:
    needed = [p for p in call.get("parameters", ()) if p["in"] == "query" and p.get("required")]
    return "?" + "&".join(f"{p['name']}=2026-11-01" for p in needed) if needed else ""


def _body(schema: dict[str, Any]) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _body(described()["components"]["schemas"][name])
    if schema.get("type") == "object" or "properties" in schema:
        wanted = schema.get("required", ())
        return {key: GOOD.get(key) or _body(schema["properties"][key]) for key in wanted}
    simple = {"string": "x", "number": 1.0, "integer": 1, "boolean": True, "array": []}
    return simple.get(schema.get("type", ""), "x")


def calls() -> Iterator[tuple[str, str, str, Any]]:
    for path, row in API.items():
        for method, needed in row.items():
            yield path, method, needed, operations()[path][method]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_makes_the_calls_it_may_and_no_other(things, role):
    wrong = {}
    for path, method, needed, call in calls():
        if not at_the_edge(role, needed):
            continue
        answer = send(things, role, method, path, call)
        found = kind(answer)
        if found == "absent" and ("{action}" in path or (method, path) in OWN_ONLY):
            found = "in"  # that action is made up, and "reach" is no KPI of one's own
        if found != expected(role, needed):
            wrong[f"{method} {path}"] = (found, answer.content[:200])
    assert not wrong, listed(wrong)


def test_an_outsiders_calls_find_nothing(things):
    wrong = {}
    for path, method, needed, call in calls():
        if not path.startswith(W):
            continue
        answer = send(things, "outsider", method, path, call)
        if kind(answer) != "absent":
            wrong[f"{method} {path}"] = (needed, answer.status_code, answer.content[:200])
    assert not wrong, listed(wrong)


def test_a_call_without_a_token_is_not_logged_in(things):
    wrong = {
        f"{method} {path}": answer.status_code
        for path, method, _, call in calls()
        if (answer := send(things, "", method, path, call)).status_code != 401
        or answer["Content-Type"] != "application/problem+json"
    }
    assert not wrong, listed(wrong)


def test_one_workspace_cannot_reach_anothers_objects_through_its_own_calls(things):
    reached = {}
    for path, method, _, call in calls():
        if not OBJECTS & set(re.findall(r"{(\w+)}", path)):
            continue
        answer = send(things, "outsider", method, path, call, workspace=things.cast.other.slug)
        if kind(answer) != "absent":
            reached[f"{method} {path}"] = (answer.status_code, answer.content[:200])
    assert not reached, listed(reached)


def test_objects_of_another_workspace_cannot_be_named_in_a_body(things):
    own = kpis.make_objective(things.cast.scope(), "Ours")
    headers = {"HTTP_AUTHORIZATION": f"Bearer {things.tokens['outsider']}"}
    url = f"/api/v1/workspaces/{things.cast.other.slug}/kpis/reach"
    for body in ({"objective": str(own.id)}, {"owner": str(things.cast.people["editor"].id)}):
        answer = Client().patch(url, body, content_type="application/json", **headers)
        assert answer.status_code == 404


def test_a_browsers_session_needs_the_form_token_for_api_writes(things):
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        things.cast.people["owner"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    url = f"/api/v1/workspaces/{things.cast.workspace.slug}"
    assert client.get(url).status_code == 200
    answer = client.patch(url, {"name": "Stolen"}, content_type="application/json")
    assert answer.status_code == 403
    page = client.post(f"/w/{things.cast.workspace.slug}/settings/", {"name": "Stolen"})
    assert page.status_code == 403

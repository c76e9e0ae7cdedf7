"""Every page by the name of its route, so that a page nobody looks at fails a test."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

TABLE = "date,likes\n2026-01-01,5\n2026-01-02,7\n"  # names no network: it asks

DOT = {  # one grey pixel
    "files": {
        "name": "dot.png",
        "mimeType": "image/png",
        "buffer": b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
        ),
    }
}

# Routes that show no page of their own.
NO_PAGE = {
    "start": "leads on to a workspace",
    "claim": "leads on; test_new_user opens it",
    "preferences": "leads back; test_preferences uses it",
    "connection-check": "POST only",
    "connect-back": "leads on; refusals are read in tests/web/test_connection_pages.py",
    "connect-document": "JSON that networks read",
    "goal-continue": "leads on to a step",
    "kpi-formula": "a part of a page, fetched while one types",
    "demo-remove": "POST only",
    "hub": "for hubs, not for people",
    "feeds-opml": "an OPML file",
    "kpi-read": "POST only",
    "goal-sheet": "a PDF",
    "goals-sheet": "a PDF",
    "goal-json": "a JSON file",
    "kpis-pdf": "a PDF",
    "shared-pdf": "a PDF",
    "numbers-export": "a file of numbers",
    "post-typed": "a part of a page, fetched while one types",
    "post-review-media": "a picture",
    "review-guest-media": "a picture",
    "posts-export": "a file of posts",
    "media-file": "a picture or video",
    "media-thumb": "a picture",
}


@dataclass(frozen=True)
class Known:
    """Ids that addresses need."""

    demo: str
    empty: str
    goal: str
    draft: str
    batch: str
    upload: str
    kpi: str
    own_kpi: str
    share: str
    post: str
    review: str
    media: str
    feed: str
    route: str
    invitation: str


Addresses = Callable[[Known], list[str]]

PLACES: dict[str, Addresses] = {
    "goals": lambda k: [
        f"/w/{k.demo}/goals/",
        f"/w/{k.demo}/goals/?view=drafts&order=1",
        f"/w/{k.empty}/goals/",
        f"/w/{k.demo}/goals/?view=reached",
    ],
    "goal": lambda k: [f"/w/{k.demo}/goals/{k.goal}/"],
    "goal-new": lambda k: [f"/w/{k.demo}/goals/new/"],
    "goal-step": lambda k: [
        f"/w/{k.demo}/goals/{k.draft}/set/{step}/"
        for step in ("wish", "number", "achievable", "means", "dates", "review")
    ],
    "benchmarks": lambda k: [f"/w/{k.demo}/benchmarks/"],
    "numbers": lambda k: [
        f"/w/{k.demo}/numbers/",
        f"/w/{k.demo}/numbers/?network=instagram&compare=year&why=reach",
        f"/w/{k.empty}/numbers/",
    ],
    "numbers-posts": lambda k: [f"/w/{k.demo}/numbers/posts/"],
    "numbers-audience": lambda k: [f"/w/{k.demo}/numbers/audience/"],
    "kpis": lambda k: [f"/w/{k.demo}/kpis/"],
    "kpi": lambda k: [f"/w/{k.demo}/kpis/{k.kpi}/"],
    "kpi-new": lambda k: [f"/w/{k.demo}/guide/own/"],
    "kpi-edit": lambda k: [f"/w/{k.demo}/guide/own/{k.own_kpi}/"],
    "kpi-share": lambda k: [f"/w/{k.demo}/guide/share/"],
    "shared": lambda k: [f"/shared/{k.share}/"],
    "data": lambda k: [f"/w/{k.demo}/data/", f"/w/{k.empty}/data/"],
    "data-upload": lambda k: [f"/w/{k.empty}/data/upload/{k.upload}/"],
    "data-batch": lambda k: [f"/w/{k.demo}/data/import/{k.batch}/"],
    "posts": lambda k: [
        f"/w/{k.demo}/posts/",
        f"/w/{k.demo}/posts/?view=board",
        f"/w/{k.empty}/posts/",
    ],
    "posts-attention": lambda k: [f"/w/{k.demo}/posts/attention/"],
    "post-new": lambda k: [f"/w/{k.demo}/posts/new/"],
    "post": lambda k: [f"/w/{k.demo}/posts/{k.post}/"],
    "post-review": lambda k: [f"/w/{k.demo}/posts/{k.post}/review/"],
    "review-guest": lambda k: [k.review],
    "approval": lambda k: [f"/w/{k.demo}/settings/approval/"],
    "calendar": lambda k: [
        f"/w/{k.demo}/calendar/",
        f"/w/{k.demo}/calendar/?view=month&filter=1",
        f"/w/{k.empty}/calendar/?view=agenda",
    ],
    "queues": lambda k: [f"/w/{k.demo}/queues/", f"/w/{k.empty}/queues/"],
    "posts-bulk": lambda k: [f"/w/{k.demo}/posts/bulk/"],
    "publishing": lambda k: [f"/w/{k.demo}/settings/publishing/"],
    "media": lambda k: [f"/w/{k.demo}/media/", f"/w/{k.empty}/media/"],
    "media-piece": lambda k: [f"/w/{k.demo}/media/{k.media}/"],
    "connections": lambda k: [f"/w/{k.demo}/connections/", f"/w/{k.empty}/connections/"],
    "connect": lambda k: [f"/w/{k.demo}/connections/{way}/" for way in CONNECT],
    "feeds": lambda k: [f"/w/{k.demo}/feeds/", f"/w/{k.empty}/feeds/"],
    "feed": lambda k: [f"/w/{k.demo}/feeds/{k.feed}/"],
    "feed-ledger": lambda k: [
        f"/w/{k.demo}/feeds/ledger/?what=given",
        f"/w/{k.empty}/feeds/ledger/",
    ],
    "feed-stats": lambda k: [f"/w/{k.demo}/feeds/stats/?by=route"],
    "routes": lambda k: [f"/w/{k.demo}/routes/", f"/w/{k.empty}/routes/"],
    "route-new": lambda k: [f"/w/{k.empty}/routes/new/"],
    "route": lambda k: [f"/w/{k.demo}/routes/{k.route}/"],
    "settings": lambda k: [f"/w/{k.demo}/settings/"],
    "ops": lambda k: ["/ops/"],
    "profile": lambda k: ["/profile/"],
    "workspaces": lambda k: ["/workspaces/"],
    "docs-problems": lambda k: ["/docs/problems"],
    "join": lambda k: [f"/join/{k.invitation}/"],
}
CONNECT = ("mastodon/oauth", "bluesky/app_password")
# Pages of people who are not logged in.
ACCOUNTS = ("/accounts/login/", "/accounts/password/reset/")


def learn(context) -> Known:
    """Ask the API as the owner; make an empty workspace, a draft, a formula, links, a question."""
    context.request.get("/profile/")  # a page with a form gives the token that POST needs
    cookies = {c["name"]: c["value"] for c in context.cookies()}
    headers = {"X-CSRFToken": cookies["csrftoken"]}

    def ask(path: str, **body: Any) -> Any:
        url = f"/api/v1{path}"
        call = context.request.post if body else context.request.get
        answer = call(url, headers=headers, **body) if body else call(url)
        assert answer.ok, f"{url}: {answer.text()}"
        return answer.json()

    demo = next(w["slug"] for w in ask("/workspaces")["items"] if w["demo"])
    empty = ask("/workspaces", data={"name": "Warung"})["slug"]
    file = {"name": "days.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    form = {"files": file, "dry_run": "true"}
    space = f"/workspaces/{demo}"
    wish = f"Gain 1,500 followers on Instagram by 31 March {datetime.now(UTC).year + 1}"
    post = ask(f"{space}/planner/posts", data=_post(ask(f"{space}/channels")))["id"]
    own = {"id": "talk_rate", "formula": "comments / reach", "owner": "Owner"}
    name = {"en": "Talk rate", "id": "Tingkat obrolan"}
    return Known(
        demo=demo,
        empty=empty,
        goal=ask(f"{space}/goals?state=running")["items"][0]["id"],
        draft=ask(f"{space}/goals", data={"wish": wish})["id"],
        batch=next(b["id"] for b in ask(f"{space}/imports")["items"] if b["state"] == "done"),
        upload=ask(f"/workspaces/{empty}/imports", multipart=form)["upload"],
        kpi="engagement_rate_avg",
        own_kpi=ask(f"{space}/kpis", data={**own, "name": name})["id"],
        share=_shared(context, demo),
        post=post,
        review=ask(f"{space}/planner/posts/{post}/links", data={"name": "Rina"})["path"],
        media=ask(f"{space}/planner/media", multipart=DOT)["items"][0]["id"],
        **_fed(ask, space),
        invitation=ask(f"{space}/invitations", data={"role": "viewer"})["path"].split("/")[2],
    )


def _fed(ask: Callable[..., Any], space: str) -> dict[str, str]:
    """A feed with entries, and a route that takes one, shortens one and leaves one out."""
    feed = ask(f"{space}/feeds", data={"kind": "push", "title": "Till"})["id"]
    ids = [each["id"] for each in ask(f"{space}/channels")["items"][:2]]
    targets = [{"channel": id, "outcome": "draft", "comment": "{link}"} for id in ids]
    form = {"feeds": [feed], "filter": {"none": ["/sold out/"]}, "targets": targets}
    route = ask(f"{space}/routes", data={"name": "Menu", **form})["id"]
    titles = ("Palm sugar latte", "A very long day " * 60, "Croissant sold out")
    items = [{"title": title, "url": f"https://example.org/{n}"} for n, title in enumerate(titles)]
    ask(f"{space}/feeds/{feed}/items", data={"items": items})
    return {"feed": feed, "route": route}


def _post(channels: Any) -> dict[str, Any]:
    """A draft with its own text for one channel, a thread and a comment."""
    ids = [each["id"] for each in channels["items"][:2]]
    own = {ids[0]: {"text": "Another text"}}
    content = {"text": "Refill Saturday is back #refill", "own": own, "thread": ["And more"]}
    return {"content": {**content, "comment": "The map"}, "channels": ids, "tags": ["refill"]}


def _shared(context, demo: str) -> str:
    page = context.new_page()
    page.goto(f"/w/{demo}/guide/share/")
    page.locator("main input[name=name]").fill("The shop's manager")
    page.locator("main form.form button").click()
    link = page.locator("code.wrap").inner_text()
    page.close()
    return link.rstrip("/").rpartition("/")[2]

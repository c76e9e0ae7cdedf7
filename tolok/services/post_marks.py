"""UTM parameters on the links of a post, as the workspace's template says.

A link that has a parameter already keeps it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tolok.core.publishing.content import Part
from tolok.core.publishing.utm import Utm, parameters, tag_links, tagged
from tolok.store.models import Campaign, Channel, ContentPlan, Post

Marks = Mapping[str, str]
NONE: Marks = {}


def template(workspace_id: object) -> Utm | None:
    """The workspace's template; None: links stay as they are written."""
    found = ContentPlan.objects.filter(workspace_id=str(workspace_id)).order_by("created_at")
    form = found.values_list("utm", flat=True).first()
    return template_of(form or {})


def template_of(form: Mapping[str, str]) -> Utm | None:
    keys = ("source", "medium", "campaign", "content", "term")
    return Utm(**{key: form.get(key, "") for key in keys}) if form else None


def marks(utm: Utm | None, post: Post, channel: Channel) -> Marks:
    """What the links of a post carry on a channel."""
    if utm is None:
        return NONE
    return parameters(
        utm,
        {
            "network": channel.network,
            "channel": channel.name,
            "campaign": _campaign(post.campaign),
            "post": str(post.id)[-12:],
            "type": post.type,
            "date": _day(post.due_at, post.workspace.zone),
        },
    )


def marked(parts: tuple[Part, ...], wanted: Marks) -> tuple[Part, ...]:
    if not wanted:
        return parts
    return tuple(
        replace(
            part,
            text=tag_links(part.text, wanted),
            link=tagged(part.link, wanted) if part.link else "",
        )
        for part in parts
    )


def _campaign(campaign: Campaign | None) -> str:
    return (campaign.utm or campaign.name) if campaign else ""


def _day(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d}" if at else ""

"""A workspace with one planned post, written beside the running server; writes the post's id.

Run in the server's environment. The channel's log-in leads nowhere, for nothing is sent here.
"""

import sys
from datetime import datetime

SLUG = "papan"
AT = "2031-03-05T09:00+07:00"  # a Wednesday


def main() -> None:
    from tolok.cli.process import setup

    setup()
    from tolok.core.publishing.content import PostContent
    from tolok.services import posts
    from tolok.services.access import Actor, enter
    from tolok.services.post_order import AT as AT_A_TIME
    from tolok.services.post_order import Order, When
    from tolok.services.seals import seal
    from tolok.store.models import Channel, Connection, Member, User, Workspace

    owner = User.objects.order_by("id").first()
    workspace = Workspace.objects.create(slug=SLUG, name="Papan", zone="Asia/Jakarta")
    Member.objects.create(workspace=workspace, user=owner, role="owner")
    own = {"workspace": workspace, "remote_id": "papan"}
    channel = Channel.objects.create(**own, network="mastodon", name="Papan")
    sealed, server = seal({"token": "none"}), "https://127.0.0.1:9"
    Connection.objects.create(
        **own, channel=channel, sign_in="app_password", server=server, sealed=sealed
    )
    scope, at = enter(Actor(user=owner), SLUG, "editor"), datetime.fromisoformat(AT)
    order = Order(PostContent("Kopi susu"), (channel.id,), When(AT_A_TIME, at))
    sys.stdout.write(str(posts.make(scope, order, datetime.now(at.tzinfo)).id))


if __name__ == "__main__":
    main()

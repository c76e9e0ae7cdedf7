"""Signing in with an incoming webhook. Nothing of it can be read: only its form is checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.outcomes import Permanent
from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.publishing.sign_in import Field, Here
from tolok.core.text import Text
from tolok.lib.addresses import split
from tolok.networks.slack.calls import RECONNECT

HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")
_PATH = re.compile(r"/services/(T[A-Z0-9]{5,20})/(B[A-Z0-9]{5,20})/([A-Za-z0-9]{10,60})/?", re.A)


@dataclass(frozen=True, slots=True)
class Webhook:
    id: str = "webhook"
    name: Text = Text("Connect a webhook", "Hubungkan webhook")
    steps: tuple[Text, ...] = (
        Text(
            "At api.slack.com/apps, open your app and turn on Incoming Webhooks.",
            "Di api.slack.com/apps, buka aplikasi Anda dan aktifkan Incoming Webhooks.",
        ),
        Text(
            "Add a webhook for the channel and paste its address here. Slack cannot be asked "
            "whether it works: the first post shows it.",
            "Tambahkan webhook untuk kanalnya dan tempel alamatnya di sini. Slack tidak bisa "
            "ditanya apakah webhook berfungsi: posting pertama yang menunjukkannya.",
        ),
    )
    fields: tuple[Field, ...] = (
        Field(
            "url",
            Text("Address of the webhook", "Alamat webhook"),
            Text(
                "Whoever has it can post, so it is kept sealed.",
                "Siapa pun yang memilikinya bisa mengirim, jadi disimpan tersegel.",
            ),
            example="https://hooks.slack.com/services/…",
            secret=True,
        ),
        Field(
            "name",
            Text("Name of the channel", "Nama kanal"),
            Text("As you call it here.", "Seperti Anda menyebutnya di sini."),
            example="#promo",
        ),
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Account:
        host, (team, app, secret) = parts(form["url"])
        name = form["name"].strip()
        return Account(
            server=f"https://{host}",
            remote_id=f"{team}/{app}",
            handle=name,
            name=name,
            credentials={"hook": f"{team}/{app}/{secret}"},
            facts={"way": "webhook"},
        )

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        raise Permanent(_NO_TRIP, RECONNECT)


def parts(address: str) -> tuple[str, tuple[str, str, str]]:
    """Host, and workspace, app and secret; another address is refused and not repeated in words."""
    given = split(address)
    found = _PATH.fullmatch(given.path) if given else None
    host = given.netloc.casefold() if given else ""
    if not given or not found or given.scheme != "https" or host not in HOSTS:
        raise Permanent(_NO_HOOK, _COPY)
    return host, (found[1], found[2], found[3])


_NO_HOOK = Text("That is no incoming webhook of Slack.", "Itu bukan webhook masuk Slack.")
_COPY = Text(
    "Copy it again; it begins with https://hooks.slack.com/services/.",
    "Salin lagi; awalnya https://hooks.slack.com/services/.",
)
_NO_TRIP = Text("A webhook is connected by its address.", "Webhook dihubungkan dengan alamatnya.")

"""Signing in with the token of an app of one's own and a channel; read without posting anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tolok.core.outcomes import Permanent
from tolok.core.publishing.account import Account, Credentials
from tolok.core.publishing.http import Http
from tolok.core.publishing.sign_in import Field, Here
from tolok.core.text import Text
from tolok.lib import http_failures
from tolok.lib.answers import line, web_address, word
from tolok.networks.slack.calls import RECONNECT, read

SERVER = "https://slack.com"
_TOKEN = re.compile(r"xox[a-z][-.][A-Za-z0-9.-]{10,500}", re.ASCII)
_CHANNEL = re.compile(r"[CG][A-Z0-9]{5,20}", re.ASCII)
_LINK = re.compile(r"https://[a-z0-9.-]+\.slack(?:-gov)?\.com/archives/([CG][A-Z0-9]{5,20})/?")


@dataclass(frozen=True, slots=True)
class Bot:
    id: str = "bot"
    name: Text = Text("Connect an app's bot", "Hubungkan bot aplikasi")
    steps: tuple[Text, ...] = (
        Text(
            "At api.slack.com/apps, make an app with the bot permissions chat:write, "
            "channels:read and channels:history; for private channels groups:read and "
            "groups:history as well.",
            "Di api.slack.com/apps, buat aplikasi dengan izin bot chat:write, channels:read, dan "
            "channels:history; untuk kanal pribadi juga groups:read dan groups:history.",
        ),
        Text(
            "Install it in your workspace and invite it to the channel with /invite.",
            "Pasang di workspace Anda dan undang ke kanalnya dengan /invite.",
        ),
        Text(
            "Enter the Bot User OAuth Token, and the channel's link or ID.",
            "Isi Bot User OAuth Token, serta tautan atau ID kanalnya.",
        ),
    )
    fields: tuple[Field, ...] = (
        Field("token", Text("Token of the bot", "Token bot"), example="xoxb-…", secret=True),
        Field("channel", Text("Channel", "Kanal"), example="C0123456789"),
    )

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Account:
        if not _TOKEN.fullmatch(form["token"]):
            raise Permanent(_NO_TOKEN, _COPY)
        return await account_of(http, {"token": form["token"]}, channel_of(form["channel"]))

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account:
        raise Permanent(_NO_TRIP, RECONNECT)


async def account_of(http: Http, credentials: Credentials, channel: str) -> Account:
    """Whose token it is, and the channel that it posts to."""
    bare = Account(SERVER, channel, "", credentials=credentials)
    me = await read(http, bare, "auth.test")
    about = (await read(http, bare, "conversations.info", channel=channel)).get("channel")
    if not isinstance(about, dict) or about.get("id") != channel:
        raise http_failures.unreadable("GET")
    name = line(about.get("name")) or channel
    team = line(me.get("team"))
    home = web_address(me.get("url")).rstrip("/")
    return Account(
        server=SERVER,
        remote_id=channel,
        handle=f"#{name}",
        name=f"{team} #{name}".strip(),
        url=f"{home}/archives/{channel}" if home else "",
        credentials=credentials,
        facts={
            "way": "bot",
            "bot_id": word(me.get("bot_id")),
            "user_id": word(me.get("user_id")),
        },
    )


def channel_of(words: str) -> str:
    link = _LINK.fullmatch(words.strip())
    found = link[1] if link else words.strip()
    if not _CHANNEL.fullmatch(found):
        raise Permanent(_NO_CHANNEL, _CHANNEL_FIX)
    return found


_NO_TOKEN = Text("That is no token of Slack.", "Itu bukan token Slack.")
_COPY = Text(
    "Copy the Bot User OAuth Token; it begins with xoxb-.",
    "Salin Bot User OAuth Token; awalnya xoxb-.",
)
_NO_CHANNEL = Text("That is no channel of Slack.", "Itu bukan kanal Slack.")
_CHANNEL_FIX = Text(
    "Use Copy link in the channel's menu, or its ID, such as C0123456789.",
    "Pakai Salin tautan di menu kanal, atau ID-nya, misalnya C0123456789.",
)
_NO_TRIP = Text("A bot is connected by its token.", "Bot dihubungkan dengan tokennya.")

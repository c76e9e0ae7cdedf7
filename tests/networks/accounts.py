"""An account per way to publish on each network: what tests over all connectors need of one.

A new connector adds its line here; `test_every_network.py` asks for it.
"""

from tests.networks.bluesky.fake import account as bluesky
from tests.servers.discord import ACCOUNT as DISCORD
from tests.servers.slack import BOT_ACCOUNT as SLACK_BOT
from tests.servers.slack import HOOK_ACCOUNT as SLACK_HOOK
from tests.servers.telegram import ACCOUNT as TELEGRAM
from tolok.core.publishing.account import Account

ACCOUNTS: dict[str, tuple[Account, ...]] = {
    "bluesky": (bluesky(),),
    "discord": (DISCORD,),
    "mastodon": (
        Account("https://mastodon.example", "1", "@toko", credentials={"token": "t"}),
        Account(
            "https://takahe.example",
            "1",
            "@toko",
            credentials={"token": "t"},
            facts={"version": "3.5.3 (compatible; Takahe 0.11.0)"},
        ),
    ),
    "slack": (SLACK_BOT, SLACK_HOOK),
    "telegram": (TELEGRAM,),
}
EACH = [(network, account) for network, accounts in ACCOUNTS.items() for account in accounts]

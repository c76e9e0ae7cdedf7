"""The JSON of the publishing commands is what docs/reference/json-contracts.md promises."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.docs.contract_page import differences, of_publishing, seen, shapes
from tests.web.publishing import make_world, picture, take_media
from tolok.services.feed_run import run_due
from tolok.store.models import Delivery

pytestmark = pytest.mark.django_db

ENTRIES = "id,title,link,tags\n1,Kopi susu,https://t.example/1,kopi;baru\n"
TOO_LONG = "longer than the network takes " * 20
COLLECTED = "tolok connection collect CHANNEL"  # tests/cli/test_collect_commands.py asks a server


@pytest.fixture
def answers(here, cast, monkeypatch, tmp_path) -> dict[str, list[Any]]:
    """Real answers of each command, by its heading."""

    def ask(*words: object) -> Any:
        said = here(*words, "--json")
        assert said.out, said.err
        return said.json

    cast.other.delete()  # the commands then know which workspace is meant
    ways = ask("connection", "ways")  # of the real networks, which the world replaces
    take_media(monkeypatch)
    channel = str(make_world(cast, monkeypatch).channel("Kanal").id)
    return {
        **_of_files(ask, tmp_path),
        **_of_posts(ask, channel),
        **_of_feeds(ask, tmp_path),
        "tolok keys status": [ask("keys", "status"), ask("keys", "rotate")],
        "tolok connection ways": [ways],
    }


def _of_files(ask, tmp_path) -> dict[str, list[Any]]:
    good, bad = tmp_path / "kopi.png", tmp_path / "x.png"
    good.write_bytes(picture())
    bad.write_bytes(b"hello")
    sent = ask("media", "send", good, bad)
    return {
        "tolok media send FILE…": [sent],
        "tolok media list": [ask("media", "list")],
        "tolok media show ID": [ask("media", "show", sent["items"][0]["id"])],
    }


def _of_posts(ask, channel: str) -> dict[str, list[Any]]:
    ask("queue", "slots", "Kanal", "--add", "mon,wed@09:00")
    limits = ask("queue", "set", "Kanal", "--blackout", "2030-12-24..2030-12-26")
    post = ask("post", "new", "Kopi susu", "--channel", channel, "--when", "next")
    lost = ask("post", "new", "Teh", "--channel", channel, "--at", "2030-01-02T09:00")
    Delivery.objects.filter(post_id=lost["id"]).update(
        state="failed", why={"en": "w", "id": "w"}, fix={"en": "w", "id": "w"}
    )
    ask("calendar", "note", "2030-01-01", "Closed")
    ask("calendar", "settings", "--country", "id", "--mix", "photo=100")
    month = ("calendar", "show", "--view", "month", "--day", "2030-01-02")
    return {
        "tolok post show ID": [post, ask("post", "show", lost["id"])],
        "tolok post again ID": [ask("post", "again", lost["id"], "--text", "Teh tarik")],
        "tolok post list": [ask("post", "list")],
        "tolok post attention": [ask("post", "attention")],
        "tolok post journal DELIVERY": [ask("post", "journal", post["deliveries"][0]["id"])],
        "tolok post check TEXT": [ask("post", "check", TOO_LONG, "--channel", channel)],
        "tolok queue show CHANNEL": [limits, ask("queue", "show", "Kanal")],
        "tolok queue list": [ask("queue", "list")],
        "tolok queue best CHANNEL": [ask("queue", "best", "Kanal")],
        "tolok calendar show": [ask(*month)],
        "tolok connection list": [ask("connection", "list")],
    }


def _of_feeds(ask, tmp_path) -> dict[str, list[Any]]:
    added = ask("feed", "add", "--push", "--title", "Kasir")
    feed = added["id"]
    way = ("--feed", feed, "--channel", "Kanal", "--outcome", "draft")
    route = ask("route", "add", "Menu", *way)
    file = tmp_path / "menu.csv"
    file.write_text(ENTRIES, "utf-8")
    sent = ask("feed", "send", feed, file)
    tried = ask("route", "try", route["id"])
    run_due(datetime.now(UTC))
    return {
        "tolok feed add ADDRESS": [added],
        "tolok feed read ID": [sent],
        "tolok feed show ID": [ask("feed", "show", feed)],
        "tolok feed list": [ask("feed", "list")],
        "tolok feed ledger": [ask("feed", "ledger")],
        "tolok feed stats": [ask("feed", "stats")],
        "tolok route show ID": [route],
        "tolok route list": [ask("route", "list")],
        "tolok route try ID": [tried],
    }


def test_the_answers_of_the_publishing_commands_have_the_promised_keys(answers):
    promised = {command: shape for command, shape in shapes().items() if of_publishing(command)}
    assert set(promised) - {COLLECTED} == set(answers)
    wrong = {
        command: found
        for command, given in answers.items()
        if (found := [d for one in given for d in differences(promised[command], one)])
    }
    assert wrong == {}
    held = {
        f"{command}{place}"
        for command, given in answers.items()
        for one in given
        for place in seen(promised[command], one)
    }
    assert {
        "tolok post show ID.deliveries.why",
        "tolok post attention.items",
        "tolok post journal DELIVERY.journal",
        "tolok post check TEXT.channels.parts.problems",
        "tolok queue show CHANNEL.blackouts",
        "tolok queue show CHANNEL.waiting",
        "tolok calendar show.items",
        "tolok calendar show.mix",
        "tolok calendar show.notes",
        "tolok calendar show.holidays",
        "tolok feed ledger.items",
        "tolok route try ID.items.entries",
        "tolok media send FILE….refused",
    } <= held

"""The Slack connector against a strict Slack in memory: a bot that finds, a blind webhook."""

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks.wire import HERE, NOW, ending, everything_said, picture, publish, run
from tests.servers.slack import BOT_ACCOUNT, CHANNEL, HOME, HOOK, HOOK_ACCOUNT, TOKEN, Slack
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.fingerprint import finding
from tolok.core.publishing.media_rules import check, facts_of
from tolok.core.publishing.parcel import Parcel, Reply
from tolok.core.publishing.retry import Finding
from tolok.networks.slack.bot import Bot, channel_of
from tolok.networks.slack.markup import escaped, plain
from tolok.networks.slack.network import NETWORK
from tolok.networks.slack.webhook import Webhook

BOTH = (BOT_ACCOUNT, HOOK_ACCOUNT)
ADDRESS = f"https://hooks.slack.com/services/{HOOK}"


def send(server: Slack, parcel: Parcel, who: Account = BOT_ACCOUNT):
    return run(server, publish(NETWORK, who, parcel))


def refused(server: Slack, parcel: Parcel, who: Account = BOT_ACCOUNT):
    return ending(server, publish(NETWORK, who, parcel))


def test_a_bot_posts_and_knows_where_it_stands():
    server = Slack()
    out = send(server, Parcel("Diskon 10% & *kopi* <baru>"))
    assert server.held() == ["Diskon 10% &amp; *kopi* &lt;baru&gt;"]
    assert out.remote_id == server.messages[0]["ts"]
    assert out.url == f"{HOME}/archives/{CHANNEL}/p{out.remote_id.replace('.', '')}"
    assert out.at is not None


def test_a_webhook_posts_and_learns_no_id():
    server = Slack()
    out = send(server, Parcel("Halo & selamat"), HOOK_ACCOUNT)
    assert (out.remote_id, server.held()) == ("", ["Halo &amp; selamat"])


@given(st.text("ab &<>;*_~`\n@#!|é😀", max_size=80))
def test_an_escaped_text_reads_as_it_was_written(text):
    assert plain(escaped(text)) == text


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2"),
        ("<http://example.org|example.org>", "example.org"),
        ("<https://example.org/x|baca>", "https://example.org/x"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<#C123|promo> <!here> <@U1|ani>", "promo !here ani"),
    ],
)
def test_links_come_back_as_they_were_written(shown, written):
    assert plain(shown) == written


def test_own_posts_and_own_answers_are_listed_and_found_by_their_fingerprint():
    server = Slack()
    root = send(server, Parcel("Utas https://example.org/menu?utm_source=x"))
    reply = Parcel("Bagian dua & habis", reply=Reply(root.remote_id, root.remote_id))
    send(server, reply)
    server.messages.append({"ts": "1764079999.000100", "text": "Bagian dua", "user": "U0ORANG"})
    page = run(server, lambda http: NETWORK.posts(http, BOT_ACCOUNT))
    assert len(page.posts) == 2
    verdict, places = finding(reply.fingerprint(), [post.fingerprint() for post in page.posts])
    assert (verdict, page.posts[places[0]].reply_to) == (Finding.EXACT, root.remote_id)


def test_pages_of_own_posts_go_on_to_the_end():
    server = Slack(page=2)
    for n in range(5):
        send(server, Parcel(f"Nomor {n}"))
    found, cursor = [], ""
    while True:
        page = run(server, lambda http, c=cursor: NETWORK.posts(http, BOT_ACCOUNT, c))
        found += [post.text for post in page.posts]
        cursor = page.next
        if not cursor:
            break
    assert found == [f"Nomor {n}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("who", BOTH)
@pytest.mark.parametrize("text", ["x" * 40_001, "  "])
def test_what_the_documents_refuse_is_refused_with_its_reason(who, text):
    server = Slack()
    out = refused(server, Parcel(text), who)
    assert (type(out), out.cause, out.maybe_done) == (Permanent, Cause.INVALID, False)
    assert server.held() == []


def test_media_are_refused_when_the_post_is_planned():
    media = [facts_of(picture("a"))]
    assert check(media, NETWORK.capabilities(BOT_ACCOUNT).media)[0].code == "no-media"


def test_a_reply_to_a_thread_that_is_gone_is_told():
    out = refused(Slack(), Parcel("x", reply=Reply("1.0", "1.0")))
    assert out.cause is Cause.GONE


@pytest.mark.parametrize("who", BOTH)
def test_a_limit_tells_how_long_to_wait(who):
    out = refused(Slack(faults=["limit"]), Parcel("x"), who)
    assert isinstance(out, Temporary)
    assert (out.cause, out.maybe_done) == (Cause.RATE_LIMITED, False)
    assert out.retry_after == timedelta(seconds=30)
    assert out.rate is not None
    assert out.rate.spent


@pytest.mark.parametrize("who", BOTH)
@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble"])
def test_no_clear_answer_is_unsure_and_never_a_second_call(fault, who):
    server = Slack(faults=[fault])
    out = refused(server, Parcel("x"), who)
    assert (type(out), out.maybe_done, server.times_posted()) == (Temporary, True, 1)


@pytest.mark.parametrize(
    ("error", "kind", "cause", "maybe"),
    [
        ("internal_error", Temporary, Cause.SERVER_ERROR, True),
        ("fatal_error", Temporary, Cause.SERVER_ERROR, True),
        ("ratelimited", Temporary, Cause.RATE_LIMITED, False),
        ("token_expired", Permanent, Cause.AUTH_EXPIRED, False),
        ("missing_scope", Permanent, Cause.PERMISSION, False),
        ("restricted_action_read_only_channel", Permanent, Cause.PERMISSION, False),
        ("is_archived", Permanent, Cause.PERMISSION, False),
        ("never_heard_of", Permanent, Cause.INVALID, False),
        ("<script>", Temporary, Cause.AMBIGUOUS, True),
        (None, Temporary, Cause.AMBIGUOUS, True),
    ],
)
def test_a_refusal_is_known_by_its_word_not_its_status(error, kind, cause, maybe, monkeypatch):
    said = httpx.Response(200, json={"ok": False, "error": error})
    monkeypatch.setattr(Slack, "answer", lambda *_: said)
    out = refused(Slack(), Parcel("x"))
    assert (type(out), out.cause, out.maybe_done) == (kind, cause, maybe)


@pytest.mark.parametrize(
    ("status", "words", "cause"),
    [
        (403, "action_prohibited", Cause.PERMISSION),
        (404, "no_service", Cause.AUTH_EXPIRED),
        (404, "channel_not_found", Cause.PERMISSION),
        (410, "channel_is_archived", Cause.PERMISSION),
        (400, "invalid_payload", Cause.INVALID),
        (500, "rollup_error", Cause.SERVER_ERROR),
        (403, "<h1>Forbidden</h1>", Cause.PERMISSION),
    ],
)
def test_a_webhook_refuses_in_one_word(status, words, cause, monkeypatch):
    monkeypatch.setattr(Slack, "answer", lambda *_: httpx.Response(status, text=words))
    assert refused(Slack(), Parcel("x"), HOOK_ACCOUNT).cause is cause


def test_signing_in_with_a_bot_reads_the_channel_and_posts_nothing():
    server = Slack()
    form = {"token": TOKEN, "channel": f"{HOME}/archives/{CHANNEL}"}
    who = run(server, lambda http: Bot().begin(http, form, HERE))
    assert who == BOT_ACCOUNT
    assert server.times_posted() == 0
    assert run(server, lambda http: NETWORK.check(http, who, NOW)) == who


def test_signing_in_with_a_webhook_asks_nobody_and_says_so():
    server = Slack()
    form = {"url": ADDRESS, "name": "#promo"}
    who = run(server, lambda http: Webhook().begin(http, form, HERE))
    assert who == HOOK_ACCOUNT
    assert run(server, lambda http: NETWORK.check(http, who, NOW)) == who
    assert server.seen == []
    assert any("cannot be asked" in note.en for note in NETWORK.capabilities(who).notes)


@pytest.mark.parametrize(
    "address",
    [
        "",
        ADDRESS.replace("https", "http"),
        ADDRESS.replace("slack.com", "slack.com.evil.example"),
        ADDRESS.replace("hooks", "x@hooks"),
        ADDRESS.replace("services", "triggers"),
        f"{ADDRESS}/../../x",
    ],
)
def test_another_address_is_refused_and_not_repeated(address):
    form = {"url": address, "name": "x"}
    out = ending(Slack(), lambda http: Webhook().begin(http, form, HERE))
    assert "CANARY" not in everything_said(out)


@pytest.mark.parametrize(
    "words", ["promo", "#promo", "", "C1/../x", "https://evil.example/C1234567"]
)
def test_what_is_no_channel_is_refused(words):
    with pytest.raises(Permanent):
        channel_of(words)


def test_a_revoked_token_and_a_missing_invitation_are_told_apart():
    assert refused(Slack(revoked=True), Parcel("x")).cause is Cause.AUTH_EXPIRED
    out = refused(Slack(invited=False), Parcel("x"))
    assert (out.cause, "Invite" in out.fix.en) == (Cause.PERMISSION, True)


def test_a_bare_account_is_taken_for_the_blind_one():
    bare = NETWORK.capabilities(Account("", "", ""))
    assert (bare.retry, bare.listing, bare.delete) == ("E", False, False)
    bot = NETWORK.capabilities(BOT_ACCOUNT)
    assert (bot.retry, bot.listing, bot.reply) == ("D", True, True)


def test_a_message_is_read_edited_and_deleted_and_what_is_gone_is_no_error():
    server = Slack()
    made = send(server, Parcel("Sallah"))
    edit = lambda http: NETWORK.edit(http, BOT_ACCOUNT, made.remote_id, Parcel("Benar"), {})  # noqa: E731
    run(server, edit)
    seen = run(server, lambda http: NETWORK.post(http, BOT_ACCOUNT, made.remote_id))
    assert seen.text == "Benar"
    for _ in range(2):
        run(server, lambda http: NETWORK.delete(http, BOT_ACCOUNT, made.remote_id))
    assert run(server, lambda http: NETWORK.post(http, BOT_ACCOUNT, made.remote_id)) is None


def test_a_webhook_can_do_nothing_but_post():
    for act in (
        lambda http: NETWORK.posts(http, HOOK_ACCOUNT),
        lambda http: NETWORK.post(http, HOOK_ACCOUNT, "1.0"),
        lambda http: NETWORK.delete(http, HOOK_ACCOUNT, "1.0"),
    ):
        assert isinstance(ending(Slack(), act), Permanent)


@pytest.mark.parametrize("who", BOTH)
@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble", "limit"])
def test_no_secret_stands_in_any_words(fault, who):
    assert "CANARY" not in everything_said(refused(Slack(faults=[fault]), Parcel("x"), who))
    assert "CANARY" not in repr(who)

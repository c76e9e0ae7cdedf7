"""The Discord connector against a strict webhook in memory."""

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.networks.wire import HERE, NOW, ending, everything_said, picture, publish, run
from tests.servers.discord import ACCOUNT, ADDRESS, HOOK, SECRET, THREAD, Discord
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.length import check
from tolok.core.publishing.parcel import Parcel
from tolok.core.publishing.retry import Finding
from tolok.networks.discord.markup import escaped, plain
from tolok.networks.discord.network import NETWORK
from tolok.networks.discord.webhook import Webhook


def send(server: Discord, parcel: Parcel, who: Account = ACCOUNT):
    return run(server, publish(NETWORK, who, parcel))


def refused(server: Discord, parcel: Parcel, who: Account = ACCOUNT):
    return ending(server, publish(NETWORK, who, parcel))


def test_a_text_is_shown_as_written_and_pings_nobody():
    server = Discord()
    out = send(server, Parcel("*Kopi* _baru_ <@123> `x` https://example.org/a_b_c?d=*"))
    assert server.held() == [r"\*Kopi\* \_baru\_ \<@123> \`x\` https://example.org/a_b_c?d=*"]
    assert out.url.endswith(out.remote_id)
    assert out.at is not None
    assert out.rate is not None
    assert out.rate.remaining == 4


def test_what_would_be_a_heading_a_quote_or_a_list_stays_a_sign():
    assert (
        escaped("# Judul\n> kutip\n- satu\n#kopi -5") == "\\# Judul\n\\> kutip\n\\- satu\n#kopi -5"
    )


@given(st.text("ab \n\\*_~|`<[]()#>-+@:/.é😀", max_size=60))
def test_an_escaped_text_reads_as_it_was_written(text):
    assert "://" in text or plain(escaped(text)) == text  # inside a link nothing is escaped


@given(st.text("a \n*_~`#>-", max_size=2300))
def test_what_the_meter_lets_pass_is_never_too_long(text):
    able = NETWORK.capabilities(ACCOUNT)
    if text.strip() and not check(text, able.text):
        server = Discord()
        send(server, Parcel(text))
        assert len(server.held()) == 1


def test_pictures_arrive_with_their_descriptions_and_behind_a_cover():
    server = Discord()
    both = (picture("a", alt="Secangkir kopi"), picture("v", mime="video/mp4"))
    send(server, Parcel("Lihat", both, sensitive=True))
    (message,) = server.messages.values()
    assert [one["filename"] for one in message["attachments"]] == [
        "SPOILER_file0.png",
        "SPOILER_file1.mp4",
    ]
    assert message["attachments"][0]["description"] == "Secangkir kopi"
    assert server.times_posted() == 1


@pytest.mark.parametrize(
    ("parcel", "cause"),
    [
        (Parcel("x" * 2001), Cause.INVALID),
        (Parcel(" "), Cause.INVALID),
        (Parcel("x", (picture("a", b"0" * 10_000_001),)), Cause.MEDIA_REJECTED),
        (Parcel("x", tuple(picture(str(n)) for n in range(11))), Cause.MEDIA_REJECTED),
    ],
)
def test_what_the_documents_refuse_is_refused_with_its_reason(parcel, cause):
    server = Discord()
    out = refused(server, parcel)
    assert (type(out), out.cause, out.maybe_done) == (Permanent, cause, False)
    assert server.held() == []


def test_a_refusal_names_the_field_that_is_wrong():
    assert "Must be 2000 or fewer" in refused(Discord(), Parcel("x" * 2001)).reason.id


def test_a_forum_needs_a_thread_and_says_so():
    out = refused(Discord(forum=True), Parcel("x"))
    assert out.cause is Cause.INVALID
    assert "thread_id" in out.reason.en


def test_a_limit_tells_how_long_to_wait_to_the_millisecond():
    out = refused(Discord(faults=["limit"]), Parcel("x"))
    assert isinstance(out, Temporary)
    assert (out.cause, out.maybe_done) == (Cause.RATE_LIMITED, False)
    assert out.retry_after == timedelta(seconds=1.337)
    assert out.rate is not None
    assert out.rate.spent


@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble"])
def test_no_clear_answer_is_unsure_and_never_a_second_call(fault):
    server = Discord(faults=[fault])
    out = refused(server, Parcel("x"))
    assert (type(out), out.maybe_done, server.times_posted()) == (Temporary, True, 1)
    told = run(server, lambda http: NETWORK.ask(http, ACCOUNT, Parcel("x"), {}, "k"))
    assert told.finding is Finding.CANNOT_TELL


@pytest.mark.parametrize("status", [200, 204])
def test_an_answer_without_a_message_is_unsure(status, monkeypatch):
    monkeypatch.setattr(Discord, "answer", lambda *_: httpx.Response(status))
    out = refused(Discord(), Parcel("x"))
    assert (type(out), out.maybe_done) == (Temporary, True)


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        ADDRESS.replace("/api/", "/api/v10/"),
        ADDRESS.replace("discord.com", "discordapp.com"),
        ADDRESS.replace("discord.com", "ptb.discord.com"),
        f" {ADDRESS}/ ",
    ],
)
def test_signing_in_reads_the_webhook_and_posts_nothing(address):
    server = Discord()
    who = run(server, lambda http: Webhook().begin(http, {"url": address, "thread": ""}, HERE))
    assert who == ACCOUNT
    assert server.seen == [("GET", f"/api/v10/webhooks/{HOOK}/{SECRET}")]
    assert run(server, lambda http: NETWORK.check(http, who, NOW)) == who


@pytest.mark.parametrize(
    "address",
    [
        "",
        ADDRESS.replace("https", "http"),
        ADDRESS.replace("discord.com", "discord.com.evil.example"),
        ADDRESS.replace("discord.com", "evil@discord.com"),
        ADDRESS.replace("discord.com", "discord.com:444"),
        f"{ADDRESS}/../..",
        "https://discord.com/api/webhooks/1/x",
    ],
)
def test_another_address_is_refused_and_not_repeated(address):
    server = Discord()
    out = ending(server, lambda http: Webhook().begin(http, {"url": address}, HERE))
    assert SECRET not in everything_said(out)
    assert server.seen == []


def test_a_thread_of_the_room_is_posted_into_and_kept():
    server = Discord(forum=True)
    form = {"url": ADDRESS, "thread": THREAD}
    who = run(server, lambda http: Webhook().begin(http, form, HERE))
    made = send(server, Parcel("Di utas"), who)
    assert server.messages[made.remote_id]["channel_id"] == THREAD
    assert run(server, lambda http: NETWORK.check(http, who, NOW)) == who
    assert who.url.endswith(THREAD)


def test_a_deleted_webhook_is_a_log_in_that_is_over():
    server = Discord(deleted=True)
    assert refused(server, Parcel("x")).cause is Cause.AUTH_EXPIRED
    assert ending(server, lambda h: NETWORK.check(h, ACCOUNT, NOW)).cause is Cause.AUTH_EXPIRED
    out = ending(server, lambda http: NETWORK.delete(http, ACCOUNT, "300000000000000001"))
    assert out.cause is Cause.AUTH_EXPIRED


def test_a_message_is_read_edited_and_deleted_and_what_is_gone_is_no_error():
    server = Discord()
    made = send(server, Parcel("*Sallah*", (picture("a"),)))
    seen = run(server, lambda http: NETWORK.post(http, ACCOUNT, made.remote_id))
    assert (seen.text, seen.media) == ("*Sallah*", 1)
    run(server, lambda h: NETWORK.edit(h, ACCOUNT, made.remote_id, Parcel("Benar"), {}))
    assert server.held() == ["Benar"]
    for _ in range(2):
        run(server, lambda http: NETWORK.delete(http, ACCOUNT, made.remote_id))
    assert run(server, lambda http: NETWORK.post(http, ACCOUNT, made.remote_id)) is None


def test_an_id_of_something_else_never_becomes_part_of_an_address():
    server = Discord()
    for id in ("", "../..", "1/2", "٣"):
        edit = lambda http, id=id: NETWORK.edit(http, ACCOUNT, id, Parcel("x"), {})  # noqa: E731
        assert ending(server, edit).cause is Cause.GONE
        assert ending(server, lambda h, id=id: NETWORK.delete(h, ACCOUNT, id)).cause is Cause.GONE
    assert server.seen == []


def test_what_a_webhook_does_not_know_stays_unknown():
    server = Discord()
    assert run(server, lambda http: NETWORK.counts(http, ACCOUNT)).counts == {}
    assert isinstance(ending(server, lambda http: NETWORK.posts(http, ACCOUNT)), Permanent)
    assert not NETWORK.capabilities(ACCOUNT).reply


@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble", "limit", ""])
def test_the_secret_stands_in_no_words(fault):
    server = Discord(faults=[fault], deleted=fault == "")
    assert SECRET not in everything_said(refused(server, Parcel("x")))
    assert SECRET not in repr(ACCOUNT)

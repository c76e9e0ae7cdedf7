"""The Telegram connector against a strict Bot API in memory."""

from datetime import timedelta

import httpx
import pytest

from tests.networks.wire import HERE, NOW, ending, everything_said, picture, publish, run
from tests.servers.telegram import ACCOUNT, TOKEN, Telegram
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import Parcel, Reply
from tolok.core.publishing.retry import Finding
from tolok.networks.telegram.bot import Bot, chat_of
from tolok.networks.telegram.network import NETWORK

FORM = {"token": TOKEN, "chat": "https://t.me/tokosaya"}


def send(server: Telegram, parcel: Parcel, who: Account = ACCOUNT):
    return run(server, publish(NETWORK, who, parcel))


def refused(server: Telegram, parcel: Parcel, who: Account = ACCOUNT):
    return ending(server, publish(NETWORK, who, parcel))


def test_a_text_arrives_as_written_and_tells_its_place():
    server = Telegram()
    text = "Kopi <b>baru</b> & *murah* _enak_ [di sini](x) 😀"
    out = send(server, Parcel(text))
    assert server.held() == [text]
    assert (out.remote_id, out.url) == ("101", "https://t.me/tokosaya/101")
    assert out.at is not None


def test_a_link_that_is_not_in_the_text_stands_below_it():
    server = Telegram()
    send(server, Parcel("Menu", link="https://example.org/menu"))
    send(server, Parcel("https://example.org/menu", link="https://example.org/menu"))
    assert server.held() == ["Menu\n\nhttps://example.org/menu", "https://example.org/menu"]


def test_a_picture_a_video_and_an_album_arrive_in_one_call_each():
    server = Telegram()
    send(server, Parcel("Satu", (picture("a"),)))
    send(server, Parcel("", (picture("v", mime="video/mp4"),), sensitive=True))
    album = send(server, Parcel("Tiga", (picture("a"), picture("v", mime="video/mp4"))))
    kinds = [each["kind"] for each in server.messages.values()]
    assert kinds == ["photo", "video", "photo", "video"]
    assert server.held() == ["Satu", "", "Tiga", ""]
    assert album.remote_id == "103,104"
    assert server.times_posted() == 3


def test_a_reply_goes_under_the_first_message_of_an_album():
    server = Telegram()
    album = send(server, Parcel("Dua", (picture("a"), picture("b"))))
    send(server, Parcel("Lanjut", reply=Reply(album.remote_id, album.remote_id)))
    assert server.messages[103]["reply_to"] == 101


@pytest.mark.parametrize(
    ("parcel", "cause"),
    [
        (Parcel("x" * 4097), Cause.INVALID),
        (Parcel("😀" * 2049), Cause.INVALID),
        (Parcel(""), Cause.INVALID),
        (Parcel("x" * 1025, (picture("a"),)), Cause.INVALID),
        (Parcel("x", (picture("a", b"broken"),)), Cause.MEDIA_REJECTED),
        (Parcel("x", (picture("a", b"0" * 10_000_001),)), Cause.MEDIA_REJECTED),
        (Parcel("x", reply=Reply("7", "7")), Cause.GONE),
    ],
)
def test_what_the_documents_refuse_is_refused_with_its_reason(parcel, cause):
    server = Telegram()
    out = refused(server, parcel)
    assert (type(out), out.cause, out.maybe_done) == (Permanent, cause, False)
    assert server.held() == []
    assert "Telegram" in out.reason.en


def test_limits_of_the_catalogue_are_those_of_the_documents():
    able = NETWORK.capabilities(ACCOUNT)
    assert (able.retry, able.text.limit, able.media.most) == ("E", 4096, 10)
    assert able.text_for(with_media=False).limit == 4096
    assert able.text_for(with_media=True).limit == 1024
    assert not able.listing
    assert not able.metrics


def test_a_limit_tells_in_its_answer_how_long_to_wait():
    out = refused(Telegram(faults=["limit"]), Parcel("x"))
    assert isinstance(out, Temporary)
    assert (out.cause, out.maybe_done) == (Cause.RATE_LIMITED, False)
    assert out.retry_after == timedelta(seconds=35)
    assert out.rate is not None
    assert out.rate.spent


@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble"])
def test_no_clear_answer_is_unsure_and_never_a_second_call(fault):
    server = Telegram(faults=[fault])
    out = refused(server, Parcel("x"))
    assert (type(out), out.maybe_done, server.times_posted()) == (Temporary, True, 1)
    told = run(server, lambda http: NETWORK.ask(http, ACCOUNT, Parcel("x"), {}, "k"))
    assert told.finding is Finding.CANNOT_TELL


@pytest.mark.parametrize("body", [b"", b"[]", b'{"ok": true}', b'{"ok":true,"result":{"id":1}}'])
def test_an_answer_without_a_message_is_unsure(body, monkeypatch):
    server = Telegram()
    monkeypatch.setattr(Telegram, "answer", lambda *_: httpx.Response(200, content=body))
    out = refused(server, Parcel("x"))
    assert (type(out), out.maybe_done) == (Temporary, True)


def test_signing_in_reads_the_bot_its_channel_and_its_rights_and_posts_nothing():
    server = Telegram()
    who = run(server, lambda http: Bot().begin(http, FORM, HERE))
    assert (who.remote_id, who.handle) == (ACCOUNT.remote_id, ACCOUNT.handle)
    assert (who.name, who.url) == ("Toko Saya", "https://t.me/tokosaya")
    assert server.times_posted() == 0
    assert run(server, lambda http: NETWORK.check(http, who, NOW)) == who


def test_a_bot_without_the_right_to_post_is_told_before_any_post():
    server = Telegram(may_post=False)
    out = ending(server, lambda http: Bot().begin(http, FORM, HERE))
    assert out.cause is Cause.PERMISSION
    assert refused(server, Parcel("x")).cause is Cause.PERMISSION


def test_a_revoked_token_is_told_apart():
    other = TOKEN.replace("CANARY", "OTHERS")
    out = ending(Telegram(), lambda http: Bot().begin(http, FORM | {"token": other}, HERE))
    assert out.cause is Cause.AUTH_EXPIRED


@pytest.mark.parametrize(
    ("words", "chat"),
    [
        ("@tokosaya", "@tokosaya"),
        ("tokosaya", "@tokosaya"),
        ("t.me/tokosaya", "@tokosaya"),
        ("https://t.me/tokosaya/12", "@tokosaya"),
        ("-1001234567890", "-1001234567890"),
    ],
)
def test_a_channel_may_be_named_in_many_ways(words, chat):
    assert chat_of(words) == chat


@pytest.mark.parametrize("words", ["", "@a b", "https://evil.example/x", "@x/../getMe", "-"])
def test_what_is_no_channel_is_refused(words):
    with pytest.raises(Permanent):
        chat_of(words)


@pytest.mark.parametrize("token", ["x", "123:short", f"{TOKEN}/../x", f"{TOKEN}?a", f"{TOKEN}\n"])
def test_what_is_no_token_never_becomes_an_address(token):
    server = Telegram()
    ending(server, lambda http: Bot().begin(http, FORM | {"token": token}, HERE))
    who = ACCOUNT.with_credentials({"token": token})
    assert refused(server, Parcel("x"), who).cause is Cause.AUTH_EXPIRED
    assert server.seen == []


def test_followers_are_the_members_of_the_channel():
    counts = run(Telegram(members=9), lambda http: NETWORK.counts(http, ACCOUNT))
    assert counts.counts == {"followers": 9}


def test_a_message_is_edited_and_deleted_and_what_is_gone_is_no_error():
    server = Telegram()
    text = send(server, Parcel("Sallah"))
    album = send(server, Parcel("Foto", (picture("a"), picture("b"))))
    both = (picture("a"), picture("b"))
    for _ in range(2):  # the same words again are no fault
        run(server, lambda http: NETWORK.edit(http, ACCOUNT, text.remote_id, Parcel("Benar"), {}))
    run(server, lambda h: NETWORK.edit(h, ACCOUNT, album.remote_id, Parcel("Foto dua", both), {}))
    assert server.held() == ["Benar", "Foto dua", ""]
    for _ in range(2):
        for id in (text.remote_id, album.remote_id):
            run(server, lambda http, id=id: NETWORK.delete(http, ACCOUNT, id))
    assert server.held() == []


def test_what_a_bot_cannot_read_is_said_and_not_guessed():
    for act in (
        lambda http: NETWORK.posts(http, ACCOUNT),
        lambda http: NETWORK.post(http, ACCOUNT, "101"),
    ):
        assert isinstance(ending(Telegram(), act), Permanent)


@pytest.mark.parametrize("fault", ["lost before", "lost after", "cut", "trouble", "limit", ""])
def test_the_token_stands_in_no_words(fault):
    """It is part of every address: endings, reprs and texts must not carry it."""
    server = Telegram(faults=[fault], may_post=fault != "")
    out = refused(server, Parcel("x"))
    assert TOKEN not in everything_said(out)
    assert TOKEN not in repr(ACCOUNT)


def test_a_token_that_the_server_repeats_is_taken_out(monkeypatch):
    echo = {"ok": False, "error_code": 400, "description": f"Bad Request: bot{TOKEN} is odd"}
    monkeypatch.setattr(Telegram, "answer", lambda *_: httpx.Response(400, json=echo))
    out = refused(Telegram(), Parcel("x"))
    assert TOKEN not in everything_said(out)
    assert "is odd" in out.reason.en

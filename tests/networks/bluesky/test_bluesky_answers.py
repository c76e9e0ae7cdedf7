"""What the connector makes of refusals, limits, broken and lost answers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import httpx
import pytest

from tests.networks.bluesky.fake import DID, Fake, account, refused
from tests.networks.bluesky.lexicons import LEXICONS
from tests.networks.bluesky.live import NOW, ignore, new_key, picture, send
from tolok.core.outcomes import Cause, Outcome, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.parcel import Attachment, Parcel, Published, Reply
from tolok.lib.http import SafeClient
from tolok.networks.bluesky import dpop
from tolok.networks.bluesky.network import NETWORK

PUT = "com.atproto.repo.putRecord"
RESOLVE = "com.atproto.identity.resolveHandle"
POSTS = "app.bsky.feed.getPosts"
PROFILE = "app.bsky.actor.getProfile"
T = TypeVar("T")


def run(fake: Fake, act: Callable[[SafeClient], Awaitable[T]]) -> T:
    async def once() -> T:
        async with fake.http() as http:
            return await act(http)

    return asyncio.run(once())


def publish(fake: Fake, parcel: Parcel, who: Account | None = None, seed: int = 1) -> Published:
    return run(fake, lambda http: send(http, who or account(), parcel, new_key(seed)))


def ending(fake: Fake, act: Callable[[SafeClient], Awaitable[object]]) -> Outcome:
    with pytest.raises((Temporary, Permanent)) as caught:
        run(fake, act)
    return caught.value


def lost(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("the line went dead", request=request)


def cut_off(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=b'{"uri": "at://did:plc:abc/app.bsky.fe')


def say(said: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    return lambda request: said


def test_what_it_sends_is_what_the_official_lexicons_describe():
    if not LEXICONS:
        pytest.skip("needs the official lexicons: ../shared/specs/bluesky-lexicons.json")
    fake = Fake(on={RESOLVE: say(httpx.Response(200, json={"did": DID}))})
    first = publish(fake, Parcel("satu @teman.example #kopi ☕ https://example.org/a?b=c"))
    answer = Reply(first.remote_id, first.remote_id, first.extra)
    video = Attachment("v", "video", "video/mp4", 4, lambda: b"film", "Film", 16, 9)
    for seed, parcel in enumerate(
        (
            Parcel("dua", reply=answer, languages=("id", "en", "jv", "su")),
            Parcel("tiga", (picture("a", 1, "Merah"), picture("b", 2))),
            Parcel("", (video,), sensitive=True),
            Parcel("empat", link="https://example.org/x", link_title="Judul", link_text="Isi"),
            Parcel("lima", (picture("a", 1),), options={"label": "nudity"}),
        ),
        2,
    ):
        publish(fake, parcel, seed=seed)
    assert len(fake.records) == 6  # each passed the check of its request


def test_a_lost_answer_is_unsure_and_the_same_call_again_is_one_post():
    fake = Fake(after={PUT: lost})
    out = ending(fake, lambda http: send(http, account(), Parcel("sekali"), new_key()))
    assert (type(out), out.cause, out.maybe_done) == (Temporary, Cause.AMBIGUOUS, True)
    assert (fake.times(PUT), len(fake.records)) == (1, 1)
    fake.after.clear()
    publish(fake, Parcel("sekali"))
    assert len(fake.records) == 1


@pytest.mark.parametrize("broken", [cut_off, say(httpx.Response(200, json={"uri": 7}))])
def test_an_answer_that_cannot_be_read_is_unsure(broken):
    fake = Fake(after={PUT: broken})
    out = ending(fake, lambda http: send(http, account(), Parcel("sekali"), new_key()))
    assert (type(out), out.cause, out.maybe_done) == (Temporary, Cause.AMBIGUOUS, True)
    assert fake.times(PUT) == 1


def test_a_server_in_trouble_may_have_done_it():
    fake = Fake(on={PUT: say(refused(500, "InternalServerError"))})
    out = ending(fake, lambda http: send(http, account(), Parcel("x"), new_key()))
    assert (type(out), out.maybe_done, fake.times(PUT)) == (Temporary, True, 1)


def test_a_limit_tells_how_long_to_wait():
    reset = str(int((datetime.now(UTC) + timedelta(seconds=90)).timestamp()))
    limit = refused(
        429, "RateLimitExceeded", "Too Many", RateLimit_Remaining="0", RateLimit_Reset=reset
    )
    fake = Fake(on={PUT: say(limit)})
    out = ending(fake, lambda http: send(http, account(), Parcel("x"), new_key()))
    assert isinstance(out, Temporary)
    assert (out.cause, out.maybe_done) == (Cause.RATE_LIMITED, False)
    assert out.retry_after is not None
    assert timedelta(seconds=60) < out.retry_after <= timedelta(seconds=91)


@pytest.mark.parametrize(
    ("status", "name", "cause"),
    [
        (400, "ExpiredToken", Cause.AUTH_EXPIRED),
        (400, "InvalidToken", Cause.AUTH_EXPIRED),
        (401, "AuthMissing", Cause.AUTH_EXPIRED),
        (401, "AccountTakedown", Cause.PERMISSION),
        (403, "ScopeMissingError", Cause.PERMISSION),
        (403, "SomethingNew", Cause.PERMISSION),
        (400, "InvalidSwap", Cause.DUPLICATE),
        (400, "BlobNotFound", Cause.MEDIA_REJECTED),
        (400, "InvalidRequest", Cause.INVALID),
        (413, "PayloadTooLarge", Cause.MEDIA_REJECTED),
        (400, "NeverHeardOf", Cause.INVALID),
    ],
)
def test_a_refusal_is_known_by_its_name_not_its_status(status, name, cause):
    fake = Fake(on={PUT: say(refused(status, name, "why it is so"))})
    out = ending(fake, lambda http: send(http, account(), Parcel("x"), new_key()))
    assert (type(out), out.cause, out.maybe_done) == (Permanent, cause, False)
    if cause is Cause.INVALID:
        assert "why it is so" in out.reason.id


def test_a_refusal_without_a_name_is_read_by_its_status():
    fake = Fake(on={PUT: say(httpx.Response(401, text="<h1>no</h1>"))})
    out = ending(fake, lambda http: send(http, account(), Parcel("x"), new_key()))
    assert out.cause is Cause.AUTH_EXPIRED


def test_a_fresh_nonce_is_fetched_before_the_one_visible_call():
    fake = Fake(nonce="n1")
    bound = account(access="good", key=dpop.new_key())
    publish(fake, Parcel("dengan kunci"), bound)
    assert fake.seen == [("GET", "com.atproto.server.getSession"), ("POST", PUT)]


def test_a_nonce_that_changes_in_between_does_not_make_a_second_call():
    stale = httpx.Response(401, json={"error": "use_dpop_nonce"}, headers={"dpop-nonce": "n2"})
    fake = Fake(nonce="n1", on={PUT: say(stale)})
    bound = account(access="good", key=dpop.new_key())
    out = ending(fake, lambda http: send(http, bound, Parcel("x"), new_key()))
    assert (type(out), out.cause, out.maybe_done) == (Temporary, Cause.NETWORK_DOWN, False)
    assert fake.times(PUT) == 1


def test_a_file_uploaded_long_ago_is_sent_again_and_gets_the_same_reference():
    fake, parcel = Fake(), Parcel("", (picture("a", 1), picture("b", 2)))
    upload = "com.atproto.repo.uploadBlob"
    first = run(fake, lambda http: NETWORK.prepare(http, account(), parcel, {}, ignore))
    again = run(fake, lambda http: NETWORK.prepare(http, account(), parcel, first, ignore))
    assert (again, fake.times(upload)) == (first, 2)
    old = {**first, "uploaded_at": "2026-01-01T00:00:00+00:00"}
    fresh = run(fake, lambda http: NETWORK.prepare(http, account(), parcel, old, ignore))
    assert (fresh["blobs"], fake.times(upload)) == (first["blobs"], 4)
    assert fresh["uploaded_at"] != old["uploaded_at"]


def test_a_file_of_another_kind_than_said_is_refused():
    def other(request: httpx.Request) -> httpx.Response:
        blob = {"$type": "blob", "ref": {"$link": "x"}, "mimeType": "image/jpeg", "size": 1}
        return httpx.Response(200, json={"blob": blob})

    fake = Fake(on={"com.atproto.repo.uploadBlob": other})
    parcel = Parcel("", (picture("a", 1),))
    out = ending(fake, lambda http: NETWORK.prepare(http, account(), parcel, {}, ignore))
    assert (type(out), out.cause) == (Permanent, Cause.MEDIA_REJECTED)


def test_a_reply_to_a_post_that_is_not_known_well_is_not_sent():
    fake = Fake()
    parcel = Parcel("balas", reply=Reply("at://did:plc:a/app.bsky.feed.post/b", "root"))
    out = ending(fake, lambda http: send(http, account(), parcel, new_key()))
    assert (type(out), fake.times(PUT)) == (Permanent, 0)


def test_counts_come_from_the_index_and_what_it_does_not_count_stays_unknown():
    fake = Fake()
    sent = publish(fake, Parcel("hitung"))
    view = {"uri": sent.remote_id, "likeCount": 3, "replyCount": 0, "repostCount": "many"}
    fake.on[POSTS] = say(httpx.Response(200, json={"posts": [view]}))
    page = run(fake, lambda http: NETWORK.posts(http, account()))
    assert page.posts[0].counts == {"likes": 3, "replies": 0}
    assert page.refused == {}
    assert b"likeCount" in page.raw
    fake.on[PROFILE] = say(httpx.Response(200, json={"did": DID, "followersCount": 12}))
    assert run(fake, lambda http: NETWORK.counts(http, account())).counts == {"followers": 12}


@pytest.mark.parametrize("call", [POSTS, PROFILE])
def test_an_index_that_does_not_answer_costs_its_counts_alone(call):
    fake = Fake(on={call: say(refused(502, "UpstreamFailure"))})
    publish(fake, Parcel("tetap terlihat"))
    page = run(fake, lambda http: NETWORK.posts(http, account()))
    assert [post.text for post in page.posts] == ["tetap terlihat"]
    counted = run(fake, lambda http: NETWORK.counts(http, account()))
    assert "likes" in page.refused
    assert "followers" in counted.refused


@pytest.mark.parametrize("said", [refused(400, "ExpiredToken"), refused(429, "RateLimitExceeded")])
def test_an_ended_log_in_and_a_limit_are_not_taken_for_a_missing_count(said):
    fake = Fake(on={POSTS: say(said), PROFILE: say(said)})
    publish(fake, Parcel("x"))
    for act in (NETWORK.posts, NETWORK.counts):
        out = ending(fake, lambda http, act=act: act(http, account()))
        assert out.cause in (Cause.AUTH_EXPIRED, Cause.RATE_LIMITED)


def test_odd_records_in_a_list_are_passed_over():
    odd = [None, 7, {}, {"uri": "at://x/y/z", "cid": "c", "value": "text"}]
    plain = {"uri": f"at://{DID}/app.bsky.feed.post/3kabc", "cid": "c", "value": {"text": 5}}
    fake = Fake(
        on={
            "com.atproto.repo.listRecords": say(
                httpx.Response(200, json={"records": [*odd, plain], "cursor": None})
            )
        }
    )
    page = run(fake, lambda http: NETWORK.posts(http, account()))
    assert [(post.text, post.media, post.reply_to) for post in page.posts] == [("", 0, "")]


def test_a_log_in_of_another_account_is_not_taken_over():
    session = {"did": "did:plc:other", "handle": "lain.example"}
    fake = Fake(on={"com.atproto.server.getSession": say(httpx.Response(200, json=session))})
    out = ending(fake, lambda http: NETWORK.check(http, account(), NOW))
    assert out.cause is Cause.AUTH_EXPIRED


def test_a_closed_account_says_so():
    session = {"did": DID, "handle": "toko.example", "active": False, "status": "suspended"}
    fake = Fake(on={"com.atproto.server.getSession": say(httpx.Response(200, json=session))})
    out = ending(fake, lambda http: NETWORK.check(http, account(), NOW))
    assert out.cause is Cause.PERMISSION


def test_an_address_of_something_else_is_never_deleted():
    fake = Fake()
    for address in (f"at://{DID}/app.bsky.feed.like/3kabc", "https://bsky.app", ""):
        out = ending(fake, lambda http, a=address: NETWORK.delete(http, account(), a))
        assert isinstance(out, Permanent)
    assert fake.seen == []

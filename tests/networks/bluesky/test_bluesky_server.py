"""The connector against a real server of the AT Protocol: what it holds is what counts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.networks.bluesky.live import (
    NOW,
    connect,
    ignore,
    new_key,
    picture,
    publish,
    send,
    with_http,
)
from tests.servers.pds import Pds, Person, running
from tolok.core.outcomes import Cause, Permanent, Temporary
from tolok.core.publishing.account import Account
from tolok.core.publishing.fingerprint import Same, same
from tolok.core.publishing.parcel import Parcel, Prepared, Published, Reply
from tolok.core.publishing.retry import Finding
from tolok.core.publishing.sign_in import Here
from tolok.lib.http import SafeClient
from tolok.networks.bluesky.app_password import AppPassword
from tolok.networks.bluesky.network import NETWORK

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pds")]


@pytest.fixture
def account(pds: Pds) -> Account:
    return connect(pds, pds.person())


def test_an_app_password_connects_and_tells_what_the_server_takes(pds: Pds):
    who = pds.person()
    account = connect(pds, who)
    assert (account.remote_id, account.handle, account.server) == (who.did, who.handle, pds.url)
    assert account.expires_at is not None
    able = NETWORK.capabilities(account)
    assert able.retry == "A"
    assert able.media is not None
    video = able.media.of("video")
    assert video is not None
    assert video.bytes == 5_242_880  # the server's own limit, below the network's


def test_a_wrong_password_says_which_words_to_check(pds: Pds):
    who = replace(pds.person(), app_password="aaaa-bbbb-cccc-dddd")
    with pytest.raises(Permanent) as caught:
        connect(pds, who)
    assert caught.value.cause is Cause.AUTH_EXPIRED
    assert "app password" in caught.value.reason.en


def test_a_handle_finds_its_server_through_the_directories(pds: Pds):
    who = pds.person()
    form = {"handle": f"@{who.handle.upper()} ", "password": who.app_password}
    here = Here("", "", app=pds.app)
    account = with_http(lambda http: AppPassword().begin(http, form, here))
    assert isinstance(account, Account)
    assert (account.remote_id, account.server) == (who.did, pds.url)


def test_links_tags_and_mentions_are_pressed_where_they_stand(pds: Pds, account: Account):
    friend = pds.person("teman")
    text = f"Kopi ☕ dari @{friend.handle}, bukan @nobody9.test: https://example.org/a #kopi"
    sent = publish(account, Parcel(text, languages=("id", "en")), new_key())
    (there,) = pds.posts(Person(account.handle, account.remote_id, "", ""))
    assert there["uri"] == sent.remote_id
    value = there["value"]
    raw = text.encode()
    pressed = {
        raw[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(): f["features"][0]
        for f in value["facets"]
    }
    assert set(pressed) == {f"@{friend.handle}", "https://example.org/a", "#kopi"}
    assert pressed[f"@{friend.handle}"]["did"] == friend.did
    assert value["langs"] == ["id", "en"]
    assert sent.at == datetime.fromisoformat(value["createdAt"])
    assert abs(sent.at - NOW) < timedelta(milliseconds=1)


def test_pictures_keep_their_words_and_are_uploaded_once(pds: Pds, account: Account):
    parcel = Parcel("", (picture("a", 10, "Secangkir kopi"), picture("b", 20)))
    notes: list[Prepared] = []

    async def note(reached: Prepared) -> None:
        notes.append(dict(reached))

    async def act(http: SafeClient) -> Published:
        first = await NETWORK.prepare(http, account, parcel, {}, note)
        again = await NETWORK.prepare(http, account, parcel, notes[1], note)  # after a crash
        assert again == first
        return await NETWORK.commit(http, account, parcel, again, new_key())

    with_http(act)
    assert [len(one.get("blobs", {})) for one in notes] == [0, 1, 2, 2]
    (there,) = pds.posts(Person("", account.remote_id, "", ""))
    images = there["value"]["embed"]["images"]
    assert [one["alt"] for one in images] == ["Secangkir kopi", ""]
    assert images[0]["aspectRatio"] == {"width": 1, "height": 1}
    seen = with_http(lambda http: NETWORK.posts(http, account)).posts[0]
    assert (seen.media, seen.type) == (2, "photo")


def test_a_file_that_never_was_uploaded_is_refused_by_the_server(account: Account):
    parcel = Parcel("", (picture("a", 30),))

    async def act(http: SafeClient) -> Published:
        prepared = dict(await NETWORK.prepare(http, account, parcel, {}, ignore))
        blob = prepared["blobs"]["a"]  # type: ignore[index]
        other = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
        prepared["blobs"] = {"a": {**blob, "ref": {"$link": other}}}
        return await NETWORK.commit(http, account, parcel, prepared, new_key())

    with pytest.raises(Permanent) as caught:
        with_http(act)
    assert caught.value.cause is Cause.MEDIA_REJECTED


def test_a_thread_hangs_together(pds: Pds, account: Account):
    first = publish(account, Parcel("satu"), new_key(1))
    to_first = Reply(first.remote_id, first.remote_id, first.extra)
    second = publish(account, Parcel("dua", reply=to_first), new_key(2))
    to_second = Reply(second.remote_id, first.remote_id, second.extra, first.extra)
    publish(account, Parcel("tiga", reply=to_second), new_key(3))
    by_text = {p["value"]["text"]: p for p in pds.posts(Person("", account.remote_id, "", ""))}
    third = by_text["tiga"]["value"]["reply"]
    assert third["parent"] == {"uri": second.remote_id, "cid": by_text["dua"]["cid"]}
    assert third["root"] == {"uri": first.remote_id, "cid": by_text["satu"]["cid"]}
    seen = with_http(lambda http: NETWORK.post(http, account, second.remote_id))
    assert seen is not None
    assert seen.reply_to == first.remote_id


def test_the_same_call_again_is_the_same_post(pds: Pds, account: Account):
    parcel, key = Parcel("sekali saja #tolok"), new_key()
    sent = [publish(account, parcel, key) for _ in range(3)]
    assert len({(one.remote_id, one.extra["cid"]) for one in sent}) == 1
    assert len(pds.posts(Person("", account.remote_id, "", ""))) == 1


def test_another_text_under_a_used_key_is_refused(pds: Pds, account: Account):
    key = new_key()
    publish(account, Parcel("yang pertama"), key)
    with pytest.raises(Permanent) as caught:
        publish(account, Parcel("yang lain"), key)
    assert (caught.value.cause, caught.value.maybe_done) == (Cause.DUPLICATE, False)
    (there,) = pds.posts(Person("", account.remote_id, "", ""))
    assert there["value"]["text"] == "yang pertama"


def test_what_is_gone_can_be_deleted_again(pds: Pds, account: Account):
    sent = publish(account, Parcel("sebentar"), new_key())

    async def act(http: SafeClient) -> None:
        assert (await NETWORK.post(http, account, sent.remote_id)) is not None
        await NETWORK.delete(http, account, sent.remote_id)
        await NETWORK.delete(http, account, sent.remote_id)
        assert (await NETWORK.post(http, account, sent.remote_id)) is None

    with_http(act)
    assert pds.posts(Person("", account.remote_id, "", "")) == []


def test_own_posts_are_listed_newest_first_and_known_again(account: Account):
    parcels = [Parcel(f"posting {n} https://example.org/{n}") for n in range(27)]

    async def act(http: SafeClient) -> None:
        for n, parcel in enumerate(parcels):
            await send(http, account, parcel, new_key(n, NOW + timedelta(minutes=n)))
        page = await NETWORK.posts(http, account)
        rest = await NETWORK.posts(http, account, page.next)
        seen = [*page.posts, *rest.posts]
        assert [one.text for one in seen] == [one.text for one in reversed(parcels)]
        assert same(parcels[-1].fingerprint(), seen[0].fingerprint()) is Same.YES
        assert rest.next == "" or not (await NETWORK.posts(http, account, rest.next)).posts
        # This server has no index of the network behind it: every count is refused, none is 0.
        assert set(page.refused) == {"likes", "reposts", "replies", "quotes", "saves"}
        assert all(not one.counts for one in seen)
        counted = await NETWORK.counts(http, account)
        assert (counted.counts, set(counted.refused)) == ({}, {"followers", "posts_created"})

    with_http(act)


def test_the_key_tells_whether_the_post_is_there(account: Account):
    parcel, key = Parcel("ada?"), new_key()

    async def act(http: SafeClient) -> None:
        assert (await NETWORK.ask(http, account, parcel, {}, key)).finding is Finding.NONE
        sent = await send(http, account, parcel, key)
        told = await NETWORK.ask(http, account, parcel, {}, key)
        assert told.published is not None
        assert (told.finding, told.published.remote_id) == (Finding.EXACT, sent.remote_id)

    with_http(act)


def test_a_token_is_changed_for_a_new_one(account: Account):
    async def act(http: SafeClient) -> None:
        fresh = await NETWORK.refresh(http, account, NOW)
        assert fresh is not None
        assert fresh.expires_at is not None
        assert fresh.credentials["refresh"] != account.credentials["refresh"]
        checked = await NETWORK.check(http, fresh, NOW)
        assert (checked.handle, checked.facts["as_of"]) == (account.handle, NOW.isoformat())
        await send(http, checked, Parcel("masih masuk"), new_key())

    with_http(act)


def test_an_old_token_may_be_used_again_after_a_lost_answer(pds: Pds):
    account = connect(pds, pds.person("hilang"))
    lost = with_http(lambda http: NETWORK.refresh(http, account, NOW))
    again = with_http(lambda http: NETWORK.refresh(http, account, NOW))
    assert lost is not None
    assert again is not None
    checked = with_http(lambda http: NETWORK.check(http, again, NOW))
    assert checked.remote_id == account.remote_id


def test_a_session_that_is_given_back_is_void(pds: Pds):
    account = connect(pds, pds.person("pulang"))
    assert with_http(lambda http: NETWORK.revoke(http, account))
    with pytest.raises(Permanent) as caught:
        with_http(lambda http: NETWORK.refresh(http, account, NOW))
    assert caught.value.cause is Cause.AUTH_EXPIRED


def test_a_broken_token_is_an_ended_log_in_whatever_the_status(account: Account):
    broken = account.with_credentials({"access": "not-a-token", "refresh": "nor-this"})
    for act in (
        lambda http: NETWORK.check(http, broken, NOW),
        lambda http: NETWORK.refresh(http, broken, NOW),
        lambda http: send(http, broken, Parcel("tidak"), new_key()),
        lambda http: NETWORK.delete(http, broken, f"at://{account.remote_id}/app.bsky.feed.post/x"),
    ):
        with pytest.raises(Permanent) as caught:
            with_http(act)
        assert caught.value.cause is Cause.AUTH_EXPIRED


def test_a_text_that_is_too_long_is_refused_in_the_servers_words(account: Account):
    with pytest.raises(Permanent) as caught:
        with_http(lambda http: send(http, account, Parcel("x" * 301), new_key()), checked=False)
    assert caught.value.cause is Cause.INVALID
    assert "grapheme" in caught.value.reason.en


def test_a_link_without_media_gets_a_card(pds: Pds, account: Account):
    parcel = Parcel("baca", link="https://example.org/x", link_title="Judul", sensitive=True)
    publish(account, parcel, new_key())
    (there,) = pds.posts(Person("", account.remote_id, "", ""))
    external = there["value"]["embed"]["external"]
    assert (external["uri"], external["title"]) == ("https://example.org/x", "Judul")
    assert there["value"]["labels"]["values"] == [{"val": "graphic-media"}]
    seen = with_http(lambda http: NETWORK.posts(http, account)).posts[0]
    assert (seen.type, seen.link) == ("link", "https://example.org/x")


@pytest.fixture(scope="module")
def strict(pds: Pds) -> Iterator[Pds]:
    """A server of one's own: it keeps limits, and may be ended."""
    with running(PDS_RATE_LIMITS_ENABLED="true") as server:
        yield server


def test_what_the_server_took_survives_its_sudden_end(strict: Pds):
    who = strict.person()
    account = connect(strict, who)
    sent = publish(account, Parcel("tetap ada"), new_key())
    strict.kill()
    with pytest.raises(Temporary) as caught:
        publish(account, Parcel("tetap ada"), new_key())
    assert (caught.value.cause, caught.value.maybe_done) == (Cause.NETWORK_DOWN, False)
    strict.start()
    again = publish(account, Parcel("tetap ada"), new_key())
    assert again.remote_id == sent.remote_id
    assert len(strict.posts(who)) == 1


def test_a_limit_names_the_time_when_it_ends(strict: Pds):
    who = strict.person()
    sent = publish(connect(strict, who), Parcel("satu"), new_key())
    assert sent.rate is not None
    assert sent.rate.limit is not None
    form = {"identifier": who.handle, "password": who.app_password}
    with ThreadPoolExecutor(29) as many:  # 30 log-ins in five minutes are allowed
        list(many.map(lambda _: strict.call("com.atproto.server.createSession", form), range(29)))
    with pytest.raises(Temporary) as caught:
        connect(strict, who)
    assert caught.value.cause is Cause.RATE_LIMITED
    assert caught.value.retry_after is not None
    assert timedelta(0) < caught.value.retry_after <= timedelta(minutes=5)

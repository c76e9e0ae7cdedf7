"""The channels on the settings page: renamed, put away, joined, also without JavaScript."""

from tolok.services.channels import all_channels, make_channel


def post(cast, **form):
    url = f"/w/{cast.workspace.slug}/settings/"
    return cast.browser("admin").post(url, form)


def test_a_channel_is_renamed_put_away_and_brought_back(cast, facts):
    made = make_channel(cast.scope(), "instagram", "Old", "9")
    post(cast, act="channel", channel=made.id, name="@sudut")
    post(cast, act="archive", channel=made.id, away="1")
    (now,) = all_channels(cast.scope())
    assert (now.name, now.archived_at is not None) == ("@sudut", True)
    post(cast, act="archive", channel=made.id, away="0")
    assert all_channels(cast.scope())[0].archived_at is None


def test_two_channels_of_a_network_can_be_joined_on_the_page(cast, facts):
    gone = make_channel(cast.scope(), "instagram", "A", "1")
    kept = make_channel(cast.scope(), "instagram", "B", "2")
    make_channel(cast.scope(), "tiktok", "C", "3")
    page = cast.browser("admin").get(f"/w/{cast.workspace.slug}/settings/").content.decode()
    assert page.count("The same account as") == 2
    assert post(cast, act="merge", channel=gone.id, into=kept.id).status_code == 302
    assert {c.name for c in all_channels(cast.scope())} == {"B", "C"}


def test_a_refused_act_says_why_on_the_page(cast, facts):
    one = make_channel(cast.scope(), "instagram", "A", "1")
    other = make_channel(cast.scope(), "tiktok", "C", "3")
    refused = post(cast, act="merge", channel=one.id, into=other.id)
    assert refused.status_code == 422
    assert "different networks" in refused.content.decode()
    assert post(cast, act="channel", channel=one.id, name=" ").status_code == 422

"""The Numbers pages as a person sees them, without JavaScript."""

import pytest

from tests.numbers_fixture import fill

MARCH = "from=2026-03-01&to=2026-03-31"


@pytest.fixture
def shop(cast, facts):
    fill(cast.scope())
    return cast


def page(cast, path: str, role: str = "viewer", **headers: str):
    return cast.browser(role).get(f"/w/{cast.workspace.slug}/numbers/{path}", **headers)


def text(cast, path: str, **headers: str) -> str:
    answer = page(cast, path, **headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_overview_shows_tiles_trend_breakdown_and_posts(shop):
    seen = text(shop, f"?{MARCH}")
    assert "Seen" in seen
    assert "Views per day" in seen
    assert "By channel" in seen
    assert "Top posts" in seen
    assert "https://example.org/" in seen


def test_page_speaks_indonesian(shop):
    seen = text(shop, f"?{MARCH}&lang=id")
    assert "Dilihat" in seen
    assert "per hari" in seen


def test_empty_workspace_names_the_next_act(cast, facts):
    seen = text(cast, "")
    assert "No numbers yet" in seen
    assert f"/w/{cast.workspace.slug}/data/" in seen


def test_days_without_data_lead_to_days_with_data(shop):
    seen = text(shop, "?from=2024-01-01&to=2024-01-31")
    assert "Nothing was read for these days" in seen
    assert "from=2026-03-04" in seen


def test_filter_that_hides_all_offers_to_clear_it(shop):
    seen = text(shop, f"?{MARCH}&type=poll")
    assert "Nothing passes this filter" in seen


def test_outsider_finds_nothing(shop):
    assert page(shop, "", role="outsider").status_code == 404


def test_bad_period_says_how_to_write_one(shop):
    answer = page(shop, "?from=yesterday&to=today")
    assert answer.status_code == 422
    assert "2026-10-31" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("from=2026-03-05&to=2026-03-05", 200),
        ("from=2016-01-01&to=2026-12-31", 200),
        ("from=2040-01-01&to=2040-02-01", 200),
        ("from=2026-03-05&to=2026-03-01", 422),
        ("from=0001-01-01&to=9999-12-31", 422),
        ("from=2026-02-30&to=2026-03-01", 422),
        ("channel=nope", 422),
        ("channel=%00", 422),
        ("why=nope", 404),
        ("why=reach:nope", 422),
        ("type=%27%20OR%201=1--&tag=%3Cscript%3Ealert(1)%3C/script%3E", 200),
        ("topic=%25_%5C&sort=%27;drop&page=999999999999999999999", 200),
    ],
)
def test_an_odd_address_is_shown_or_refused_and_breaks_nothing(shop, asked, status):
    answer = page(shop, f"?{asked}")
    assert answer.status_code == status
    assert "<script>alert(1)" not in answer.content.decode()


def test_why_is_filled_by_the_server_without_javascript(shop):
    seen = text(shop, f"?{MARCH}&why=views")
    assert 'id="why"' in seen
    assert "Where it came from" in seen
    assert "FB-days.csv" in seen


def test_why_is_an_empty_drawer_until_asked_for(shop):
    seen = text(shop, f"?{MARCH}")
    assert "></aside>" in seen


def test_htmx_gets_only_the_panel(shop):
    seen = text(shop, f"?{MARCH}&why=views", HTTP_HX_REQUEST="true")
    assert seen.startswith('<div class="drawer-head">')
    assert "<html" not in seen


def test_posts_tab_lists_and_sorts(shop):
    seen = text(shop, f"posts/?{MARCH}&sort=engagements")
    assert "93 posts" in seen
    assert 'aria-sort="descending"' in seen
    assert "page=2" in seen


def test_posts_are_found_by_words(shop):
    seen = text(shop, f"posts/?{MARCH}&topic=kopi")
    assert "kopi" in seen
    assert " teh<" not in seen


def test_audience_tab_shows_shares(shop):
    seen = text(shop, f"audience/?{MARCH}")
    assert "Women" in seen
    assert "60.0 %" in seen


def test_audience_tab_without_a_report_says_where_one_comes_from(cast, facts):
    assert "No audience report yet" in text(cast, "audience/")


ALL_AS_CSV = [(what, "csv") for what in ("tiles", "trend", "breakdown", "times", "posts")]
ALL_FORMS = [("audience", form) for form in ("csv", "excel", "json", "xlsx", "parquet")]


@pytest.mark.parametrize(("what", "form"), ALL_AS_CSV + ALL_FORMS)
def test_everything_seen_can_be_taken_along(shop, what, form):
    answer = page(shop, f"export/{what}.{form}?{MARCH}")
    assert answer.status_code == 200
    assert len(answer.content.splitlines()) > 2 or form in ("xlsx", "parquet")
    assert "attachment" in answer["Content-Disposition"]


def test_page_needs_few_queries(shop, django_assert_max_num_queries):
    browser = shop.browser("viewer")
    address = f"/w/{shop.workspace.slug}/numbers/?{MARCH}"
    browser.get(address)
    with django_assert_max_num_queries(15):
        browser.get(address)

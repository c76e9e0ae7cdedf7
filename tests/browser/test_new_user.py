"""From the link on the console to the first chart, and what the link is worth afterwards."""

from tests.browser.look import watched


def test_the_claim_link_leads_to_the_first_chart(arrival, server):
    assert arrival.led_to.startswith(f"{server.url}/w/")
    assert arrival.tiles > 0
    assert arrival.charts > 0
    assert not arrival.faults


def test_the_link_is_dead_once_it_was_used(arrival, browser, server):
    context = browser.new_context(locale="en-GB", base_url=server.url)
    page, _ = watched(context)
    answer = page.goto(arrival.link)
    assert answer.status == 404
    assert "Not found" in page.locator("h1").inner_text()
    page.goto("/")
    assert "/accounts/login/" in page.url
    context.close()

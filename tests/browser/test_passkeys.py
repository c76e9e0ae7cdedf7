"""A passkey from adding it to logging in with it, under the policy that the server sends."""

import re

from tests.browser.look import watched

PASSWORD = "a long enough one"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_then_opens_the_workspace_without_a_password(
    owner, browser, server, known
):
    page, _ = watched(owner)
    page.goto(f"/w/{known.demo}/settings/")
    page.get_by_role("button", name="Make an invitation link").click()
    link = re.search(r"/join/[^<\s]+", page.content())[0]

    # a passkey belongs to a name, never to an IP address
    named = server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(locale="en-GB", base_url=named)
    page, faults = watched(context)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(link)
    page.fill("[name=email]", "kunci@example.org")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Join the workspace").click()
    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.fill("[name=name]", "Laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/accounts/2fa/recovery-codes/")

    context.clear_cookies()
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"**/w/{known.demo}/**")
    assert not faults
    context.close()

"""A person at the log-in page of a real Bluesky server, as its page talks to the server."""

import json
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from tests.servers.pds import Person

_API = "/@atproto/oauth-provider/~api"


class Visitor:
    """Opens the page that a sign-in sends people to, logs in, and agrees or not."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._cookies: dict[str, str] = {}
        status, _ = self._request("GET", url, mode="navigate", dest="document", site="cross-site")
        assert status == 200

    def agree(self, who: Person) -> dict[str, str]:
        """What the browser brings back to us."""
        form = {"locale": "en", "username": who.handle, "password": who.password, "remember": True}
        self._api("/sign-in", form)
        return self._back(self._api("/consent", {"did": who.did}))

    def refuse(self) -> dict[str, str]:
        return self._back(self._api("/reject", {}))

    def _back(self, said: dict[str, str]) -> dict[str, str]:
        query = parse_qs(urlsplit(said["url"]).query)
        return {name: values[0] for name, values in query.items()}

    def _api(self, path: str, form: dict[str, object]) -> dict[str, str]:
        parts = urlsplit(self._url)
        origin = f"{parts.scheme}://{parts.netloc}"
        status, body = self._request(
            "POST",
            origin + _API + path,
            json.dumps(form),
            mode="same-origin",
            dest="empty",
            site="same-origin",
            headers={
                "content-type": "application/json",
                "origin": origin,
                "referer": self._url,
                "x-csrf-token": self._cookies["csrf-token"],
            },
        )
        assert status == 200, body
        found: dict[str, str] = json.loads(body)
        return found

    def _request(
        self,
        method: str,
        url: str,
        body: str = "",
        *,
        mode: str,
        dest: str,
        site: str,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        try:
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            fetch = {"sec-fetch-mode": mode, "sec-fetch-dest": dest, "sec-fetch-site": site}
            cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
            given = {**fetch, **(headers or {}), "cookie": cookie, "user-agent": "Mozilla/5.0"}
            connection.request(method, target, body or None, given)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self._cookies |= {k: m.value for k, m in SimpleCookie(value).items()}
            return answer.status, answer.read()
        finally:
            connection.close()

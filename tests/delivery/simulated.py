"""The connector that talks to the five simulators, each by its class."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from tolok.core.outcomes import Cause, Permanent
from tolok.core.publishing.account import Account, Capabilities
from tolok.core.publishing.http import Http
from tolok.core.publishing.length import TextLimits, Unit
from tolok.core.publishing.parcel import Parcel, Prepared, Published, SeenPage, SeenPost, Told
from tolok.core.publishing.retry import Finding
from tolok.core.text import Text


@dataclass
class Simulated:
    """`clock` is the test's; the simulators take the time from it."""

    retry: str
    clock: Any
    id: str = "mastodon"

    def capabilities(self, account: Account) -> Capabilities:
        text = TextLimits(unit=Unit.CODE_POINTS, limit=500)
        return Capabilities(self.retry, text, reply=True, listing=self.retry in "BD")

    def new_key(self, now: datetime, rng: Random) -> str:
        return f"{rng.getrandbits(64):016x}"

    async def check(self, http: Http, account: Account, now: datetime) -> Account:
        return account

    async def refresh(self, http: Http, account: Account, now: datetime) -> Account | None:
        return None

    async def prepare(
        self, http: Http, account: Account, parcel: Parcel, done: Prepared, note: Any
    ) -> Prepared:
        if self.retry != "C":
            return {}
        if "container" in done:
            asked = await self._call(http, account, "/c/ask", {"id": done["container"]})
            if asked["status_code"] != "EXPIRED":
                return done
        made = await self._call(http, account, "/c/media", {"caption": parcel.text})
        await note({"container": made["id"]})
        return {"container": made["id"]}

    async def commit(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Published:
        match self.retry:
            case "A":
                body = {"rkey": key, "text": parcel.text, "swapRecord": None}
                said = await self._call(http, account, "/a/put", body)
            case "B":
                said = await self._call(
                    http,
                    account,
                    "/b/statuses",
                    {"status": parcel.text},
                    **{"Idempotency-Key": key},
                )
            case "C":
                body = {"creation_id": prepared["container"]}
                said = await self._call(http, account, "/c/publish", body)
            case "D":
                said = await self._call(http, account, "/d/posts", {"text": parcel.text})
                said = said["data"]
            case _:
                await self._call(http, account, "/e/hook", {"content": parcel.text})
                said = {"id": ""}
        return Published(said["id"], at=self.clock())

    async def ask(
        self, http: Http, account: Account, parcel: Parcel, prepared: Prepared, key: str
    ) -> Told:
        asked = await self._call(http, account, "/c/ask", {"id": prepared["container"]})
        if asked["status_code"] == "PUBLISHED":
            return Told(Finding.EXACT, Published(asked["post"], at=self.clock()))
        return Told(Finding.NONE)

    async def posts(self, http: Http, account: Account, cursor: str = "") -> SeenPage:
        said = await self._call(http, account, f"/{self.retry.lower()}/list", {})
        rows = said if isinstance(said, list) else said.get("data", [])
        return SeenPage(
            tuple(
                SeenPost(row["id"], datetime.fromisoformat(row["created_at"]), row["text"])
                for row in rows
            )
        )

    async def _call(
        self, http: Http, account: Account, path: str, body: Any, **headers: str
    ) -> Any:
        said = await http.request(
            "POST",
            account.server + path,
            json=body,
            headers={
                "Authorization": f"Bearer {account.remote_id}",
                "X-Now": self.clock().isoformat(),
                **headers,
            },
        )
        if said.status == 400:
            reason = Text.same(said.json()["error"])
            raise Permanent(reason, Text.same("-"), cause=Cause.INVALID)
        return said.expect().json()

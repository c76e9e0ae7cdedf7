"""How a person connects an account: a form, a trip to the network and back, or both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from tolok.core.publishing.account import Account
from tolok.core.publishing.http import Http
from tolok.core.text import Text


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for. `secret` fields are never shown again and never logged."""

    id: str
    name: Text
    hint: Text = field(default_factory=lambda: Text.same(""))
    example: str = ""
    secret: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class Away:
    """Send the person to `url`; `keep` is what `finish` needs, sealed with the session."""

    url: str
    keep: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Here:
    """Where we are reached. `state` is bound to the session and checked by the caller.

    `app` is what the operator registered with the network (client id and secret), where one must.
    """

    callback: str
    state: str
    app: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Site:
    """This installation as networks reach it. `document`: where `Registers.document` stands."""

    url: str
    callback: str
    document: str


class SignIn(Protocol):
    """One way to connect. `begin` ends with an account at once or sends the person away.

    Both raise `Permanent` with what to mend, or `Temporary`.
    """

    @property
    def id(self) -> str: ...  # oauth leads away and back; app_password, webhook, bot … do not
    @property
    def name(self) -> Text: ...
    @property
    def steps(self) -> tuple[Text, ...]: ...  # what the person does first, in order
    @property
    def fields(self) -> tuple[Field, ...]: ...

    async def begin(self, http: Http, form: Mapping[str, str], here: Here) -> Away | Account: ...

    async def finish(
        self, http: Http, keep: Mapping[str, str], answer: Mapping[str, str], here: Here
    ) -> Account: ...


@runtime_checkable
class Registers(Protocol):
    """Also asked of a sign-in whose network reads who we are at a public address of ours.

    `kept` is what `new_app` gave once for this installation; it is stored sealed.
    """

    def new_app(self) -> Mapping[str, str]: ...

    def app(self, site: Site, kept: Mapping[str, str]) -> Mapping[str, str]:
        """`Here.app` for this site."""

    def document(self, site: Site, kept: Mapping[str, str]) -> Mapping[str, object]:
        """What stands at `site.document`, as JSON; nothing secret."""

"""Making, changing and deleting workspaces."""

from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from tolok.core.errors import invalid
from tolok.core.roles import OWNER
from tolok.core.text import Text
from tolok.services.access import Actor, Scope, record
from tolok.store.models import Member, Workspace

EDITABLE = ("name", "zone", "currency", "language", "first_weekday", "kind")


def make_workspace(actor: Actor, name: str, *, demo: bool = False, **settings: object) -> Workspace:
    """A new workspace; whoever makes it owns it."""
    name = name.strip()
    if not name:
        raise invalid(
            Text("A workspace needs a name.", "Ruang kerja memerlukan nama."),
            Text("Write the name of the shop or brand.", "Tulis nama toko atau mereknya."),
        )
    _check(settings)
    with transaction.atomic():
        workspace = _made(name, demo=demo, **settings)
        if actor.user is not None:
            Member.objects.create(workspace=workspace, user=actor.user, role=OWNER)
        record(None, actor, "workspace.made", workspace.slug)
    return workspace


def _made(name: str, **settings: object) -> Workspace:
    """The row, under an address of its own also when two are made at once."""
    while True:
        slug = _free_slug(name)
        try:
            with transaction.atomic():
                return Workspace.objects.create(name=name[:120], slug=slug, **settings)
        except IntegrityError:
            if not Workspace.objects.filter(slug=slug).exists():
                raise


def change_workspace(scope: Scope, **settings: object) -> Workspace:
    """Change name, zone, currency, language, first weekday or kind."""
    _check(settings)
    workspace = scope.workspace
    with transaction.atomic():
        for field, value in settings.items():
            setattr(workspace, field, value)
        workspace.save(update_fields=list(settings))
        record(scope, scope.actor, "workspace.changed", workspace.slug, **settings)
    return workspace


def _check(settings: dict[str, object]) -> None:
    unknown = set(settings) - set(EDITABLE)
    if unknown:
        raise invalid(
            Text(f"There is no setting {min(unknown)!r}.", f"Tidak ada setelan {min(unknown)!r}."),
            Text(f"Use {', '.join(EDITABLE)}.", f"Pakai {', '.join(EDITABLE)}."),
        )
    zone = settings.get("zone", "UTC")
    if zone not in available_timezones():
        raise invalid(
            Text(f"{zone!r} is not a time zone.", f"{zone!r} bukan zona waktu."),
            Text("Write it like Asia/Jakarta.", "Tulis seperti Asia/Jakarta."),
        )
    currency = str(settings.get("currency", "IDR"))
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise invalid(
            Text(f"{currency!r} is not a currency code.", f"{currency!r} bukan kode mata uang."),
            Text("Write three letters such as IDR.", "Tulis tiga huruf, misalnya IDR."),
        )


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def workspace_dict(workspace: Workspace) -> dict[str, object]:
    """A workspace as the API shows it."""
    return {
        "id": str(workspace.id),
        "slug": workspace.slug,
        "name": workspace.name,
        "zone": workspace.zone,
        "currency": workspace.currency,
        "language": workspace.language,
        "first_weekday": workspace.first_weekday,
        "kind": workspace.kind,
        "demo": workspace.demo,
    }

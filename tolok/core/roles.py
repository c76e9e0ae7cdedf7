"""Who may do what in a workspace: one ladder, each role may do all that the ones before it may."""

from tolok.core.text import Text

CLIENT, VIEWER, EDITOR, ADMIN, OWNER = "client", "viewer", "editor", "admin", "owner"
ROLES = (CLIENT, VIEWER, EDITOR, ADMIN, OWNER)
ROLE_NAMES = {
    CLIENT: Text("client", "klien"),
    VIEWER: Text("viewer", "pembaca"),
    EDITOR: Text("editor", "editor"),
    ADMIN: Text("admin", "admin"),
    OWNER: Text("owner", "pemilik"),
}


def allows(role: str, needed: str) -> bool:
    """Whether `role` is at least `needed`; an unknown role allows nothing."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)

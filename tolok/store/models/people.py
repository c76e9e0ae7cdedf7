"""People, workspaces, and who may do what where."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from tolok.core.roles import ROLES
from tolok.store.models.base import Owned, Row


class UserManager(BaseUserManager["User"]):
    """Made by claim link, invitation, sign-up or `tolok user add`."""

    def create_user(self, email: str | None, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Row, AbstractBaseUser):
    """One person. The first owner may have no e-mail until one is set."""

    email = models.EmailField(unique=True, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    shortcuts = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email or "Owner"


class Workspace(Row):
    """A shop, a brand, a client. `demo` marks the one with made-up numbers."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=60, default="Asia/Jakarta")
    currency = models.CharField(max_length=3, default="IDR")
    language = models.CharField(max_length=5, default="en")
    first_weekday = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=40, blank=True)
    demo = models.BooleanField(default=False)
    noted_at = models.DateTimeField(null=True)  # when its goals were last looked at

    def __str__(self) -> str:
        return self.name


class Member(Owned):
    """A person's role in a workspace."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=[(r, r) for r in ROLES])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_role_per_member")
        ]


class Invitation(Owned):
    """A link that makes whoever opens it a member, once."""

    secret_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=10)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")


class ApiToken(Row):
    """A person's key for programs; `scope` is read or write, optionally for one workspace only."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    workspace = models.ForeignKey(Workspace, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, default="read")
    secret_hash = models.CharField(max_length=64, unique=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Claim(Row):
    """The one-time link that makes the first owner; gone after use."""

    secret_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

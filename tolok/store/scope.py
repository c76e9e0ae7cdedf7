"""The workspace-bound door: every query on a workspace's rows starts here."""

from typing import TypeVar
from uuid import UUID

from django.db import models

from tolok.store.models import Workspace
from tolok.store.models.base import Owned

M = TypeVar("M", bound=Owned)


def within(model: type[M], workspace_id: UUID) -> "models.QuerySet[M]":
    """The rows of `model` that belong to this workspace, and no others."""
    return model._default_manager.filter(workspace_id=workspace_id)


def hold(workspace_id: UUID) -> None:
    """Until the caller's transaction ends, whoever else holds this workspace waits.

    For acts that look at several rows before they change one. SQLite has a single writer and
    needs no lock; PostgreSQL lets two such acts see the same rows. Reading is never held up.
    """
    rows = Workspace.objects.select_for_update(no_key=True).filter(id=workspace_id)
    rows.values_list("id").first()

"""The workspace-bound door: every query on a workspace's rows starts here."""

from typing import TypeVar
from uuid import UUID

from django.db import models

from tolok.store.models.base import Owned

M = TypeVar("M", bound=Owned)


def within(model: type[M], workspace_id: UUID) -> "models.QuerySet[M]":
    """The rows of `model` that belong to this workspace, and no others."""
    return model._default_manager.filter(workspace_id=workspace_id)

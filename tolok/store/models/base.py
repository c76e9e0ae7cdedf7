"""What all rows share: a time-ordered id, and the workspace they belong to."""

from django.db import models

from tolok.lib.ids import uuid7


class Row(models.Model):
    """A row with a UUIDv7 id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Owned(Row):
    """A row of one workspace. Reads go through `tolok.store.scope.within`, never `objects.all`."""

    workspace = models.ForeignKey("store.Workspace", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

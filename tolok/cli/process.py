"""Bringing a data folder to life inside a process: settings, migrations, the web application."""

import os
from typing import Any

from tolok.core.errors import Problem, ProblemError
from tolok.core.text import Text


def setup() -> None:
    """Load Django once; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tolok.config.settings")
    import django

    django.setup()


def migrate() -> None:
    """Bring the app database up to date; quick when it is."""
    from django.core.management import call_command
    from django.db import Error, OperationalError, connection

    try:
        connection.ensure_connection()
    except Error as error:  # the file is no database, or an option of the address is none
        raise _unopened(error) from error
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise _unopened(error) from error


def _unopened(error: Exception) -> ProblemError:
    from tolok.services.doctor import unopened

    return ProblemError(
        Problem(
            type="database-unopened",
            title=Text("The app database does not open", "Basis data aplikasi tidak terbuka"),
            detail=Text.same(str(error).strip()),
            fix=unopened(),
            status=503,
        )
    )


def wsgi_application() -> Any:
    """The web application for calls within this process, on an up-to-date database."""
    setup()
    migrate()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()

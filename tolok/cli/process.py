"""Bringing a data folder to life inside a process: settings, migrations, the web application."""

import os
from typing import Any


def setup() -> None:
    """Load Django once; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tolok.config.settings")
    import django

    django.setup()


def migrate() -> None:
    """Bring the app database up to date; quick when it is."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def wsgi_application() -> Any:
    """The web application for calls within this process, on an up-to-date database."""
    setup()
    migrate()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()

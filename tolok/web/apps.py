"""Pages, parts and accounts; no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tolok.web"
    label = "web"

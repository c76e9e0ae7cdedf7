"""allauth as this product uses it: no open sign-up; people come by claim link or invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only while an invitation is in the session (the page that opens one puts it there)."""
        return "invitation" in request.session

"""What signing up asks beside mail and password; apart from the other forms, because allauth's own forms load it."""

from typing import Any

from django import forms
from django.http import HttpRequest


class WhoYouAre(forms.Form):
    """What signing up asks beside mail and password; allauth puts it into its own form."""

    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def signup(self, request: HttpRequest, user: Any) -> None:  # noqa: ARG002 -- allauth passes both
        """Keep the name; allauth calls this once the account is made."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])

"""A person's tokens of the API: the list with last use, making one, revoking one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.actions.tokens import make_token, revoke_token
from zhixian.web.accounts.forms import TokenForm
from zhixian.web.accounts.queries import places_of, tokens_visible_to
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door

MOST_SHOWN = 100


@door()
def own_tokens(request: SignedIn) -> HttpResponse:
    """Every token of the person, the newest first."""
    at = timezone.now()
    shown = [(token, token.state(at)) for token in tokens_visible_to(request.user)[:MOST_SHOWN]]
    return render(request, "accounts/tokens.html", {"tokens": shown, "may": bool(places_of(request.user))})


@door()
@reauthentication_required
@never_cache
def new_token(request: SignedIn) -> HttpResponse:
    """Make a token; its text is shown this once."""
    places = places_of(request.user)
    if not places:
        return redirect("tokens")
    form = TokenForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            token, text = make_token(
                given["place"], name=given["name"], scopes=given["scopes"], days=given["days"], by=request.user
            )
        except UnableTo as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "accounts/token_made.html", {"token": token, "text": text})
    return render(request, "accounts/new_token.html", {"form": form}, status=422 if form.errors else 200)


@door()
@require_POST
def revoke(request: SignedIn, pk: int) -> HttpResponse:
    """The token opens nothing any more."""
    token = get_object_or_404(tokens_visible_to(request.user), pk=pk)
    revoke_token(token, by=request.user)
    messages.success(request, f"{token} 已作废。")
    return redirect("tokens")

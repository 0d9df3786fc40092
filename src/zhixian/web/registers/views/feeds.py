"""Rows of a register handed to the registry desk, where they are read, compared and published like any upload."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registers.feeding import Fed, feed_of, write_feed
from zhixian.core.registers.model import Kept
from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.clock import today
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import content_made
from zhixian.web.registers.menu import READERS
from zhixian.web.registers.queries.visibility import known_to_registry, may_feed, rows_to_feed
from zhixian.web.registers.views.lists import visible
from zhixian.web.registry import jobs

MOST_SHOWN = 200
"""Rows that stay behind, as the page lists them."""


@door(*READERS)
def feed(request: SignedIn, register: str) -> HttpResponse:
    """What would go, what stays behind and why; and handing it over, for who runs the registry desk and reads the whole register."""
    kept = visible(request, register)
    if not may_feed(request.user, kept):
        raise Http404
    fed = feed_of(kept.register, ((row.values, row.grave) for row in rows_to_feed(kept)), known_to_registry(kept))
    refusal = None
    if request.method == "POST" and fed.rows:
        try:
            return redirect("batch", pk=_hand_over(kept, fed, request.user))
        except Refusal as refused:
            refusal = refused
    shown = {"kept": kept, "fed": fed, "left": fed.left[:MOST_SHOWN], "refusal": refusal}
    return render(request, "registers/feed.html", shown, status=422 if refusal else 200)


def _hand_over(kept: Kept, fed: Fed, by: object) -> int:
    name = f"{kept.register.name} {today():%Y-%m-%d}.csv"
    content = content_made(lambda path: write_feed(fed, path), name)
    about = f"registers.register:{kept.register.id}"
    with transaction.atomic():  # the upload and its line of the record, or neither
        batch = jobs.upload([SimpleUploadedFile(name, content)], kind="auto", by=by)
        record.write("register_fed", about, by=by, rows=len(fed.rows), left=len(fed.left), batch=batch.pk)
    return batch.pk

"""Files and papers of a dossier, each only for whoever sees the dossier."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.matters.handing_out import letter_for, material_for
from zhixian.web.matters.queries import dossiers_visible_to


@door()
def material(request: SignedIn, pk: int) -> FileResponse:
    """A material, to keep, never to open inside the site, also one that was taken back. Reading is on the record."""
    return material_for(request.user, pk)


@door()
def letter(request: SignedIn, pk: int) -> FileResponse:
    """决定书."""
    return letter_for(request.user, pk)


@door()
def receipt(request: SignedIn, pk: int) -> HttpResponse:
    """The receipt of a payment, to print."""
    row = get_object_or_404(dossiers_visible_to(request.user).filter(payment__isnull=False, outcome="done"), pk=pk)
    paid = row.events.filter(target=row.step).order_by("-id").first()
    units = row.its_matter.unit_of(paid.source if paid else row.step)
    page = {"dossier": row, "matter": row.its_matter, "payer": units[0]}
    return render(request, "matters/receipt.html", page)

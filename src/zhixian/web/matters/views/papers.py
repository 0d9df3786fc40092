"""Files and papers of a dossier, each only for whoever sees the dossier."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import DOCX, TYPES, send_stored
from zhixian.web.matters import actions
from zhixian.web.matters.queries import decided_dossiers, dossiers_visible_to, materials_to_read, with_dossiers


@door()
def material(request: SignedIn, pk: int) -> FileResponse:
    """A material, to keep, never to open inside the site, also one that was taken back. Reading is on the record."""
    row = get_object_or_404(with_dossiers(materials_to_read(request.user)), pk=pk)
    if not actions.read_material(row, by=request.user):
        raise Http404
    return send_stored(row.file, row.name_to_keep, TYPES[row.kind])


@door()
def letter(request: SignedIn, pk: int) -> FileResponse:
    """决定书."""
    row = get_object_or_404(decided_dossiers(request.user), pk=pk)
    return send_stored(row.letter, row.letter_name, DOCX)


@door()
def receipt(request: SignedIn, pk: int) -> HttpResponse:
    """The receipt of a payment, to print."""
    row = get_object_or_404(dossiers_visible_to(request.user).filter(payment__isnull=False, outcome="done"), pk=pk)
    paid = row.events.filter(target=row.step).order_by("-id").first()
    units = row.its_matter.unit_of(paid.source if paid else row.step)
    page = {"dossier": row, "matter": row.its_matter, "payer": units[0]}
    return render(request, "matters/receipt.html", page)

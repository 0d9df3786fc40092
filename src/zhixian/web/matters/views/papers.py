"""Files and papers of a dossier, each only for whoever sees the dossier."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhixian.web.accounts.requests import SignedIn
from zhixian.web.kit import record
from zhixian.web.kit.doors import door
from zhixian.web.kit.sending import DOCX, TYPES, send_stored
from zhixian.web.matters.permissions import may_read
from zhixian.web.matters.queries import dossiers_visible_to, materials_visible_to, may_act_for_applicant


@door()
def material(request: SignedIn, pk: int) -> FileResponse:
    """A material, to keep, never to open inside the site. Reading a personal one is on the record."""
    rows = materials_visible_to(request.user).select_related("dossier__pinned", "dossier__organisation")
    row = get_object_or_404(rows, pk=pk)
    field_class = row.dossier.its_matter.material(row.material).field_class
    if not may_read(request.user, row.dossier, field_class):
        raise Http404
    if not may_act_for_applicant(request.user, row.dossier):
        record.write("read_material", row.dossier, by=request.user, material=row.material, field_class=field_class)
    return send_stored(row.file, row.name, TYPES[row.kind])


@door()
def letter(request: SignedIn, pk: int) -> FileResponse:
    """决定书."""
    row = get_object_or_404(dossiers_visible_to(request.user).exclude(letter=""), pk=pk)
    name = f"{row.letter_number} {row.its_matter.name}.docx"
    return send_stored(row.letter, name, DOCX)


@door()
def receipt(request: SignedIn, pk: int) -> HttpResponse:
    """The receipt of a payment, to print."""
    row = get_object_or_404(dossiers_visible_to(request.user).filter(payment__isnull=False, outcome="done"), pk=pk)
    return render(request, "matters/receipt.html", {"dossier": row, "matter": row.its_matter})

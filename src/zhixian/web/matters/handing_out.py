"""Files of a dossier handed out to whoever may read them: pages and the programs that ask for them get the same."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from zhixian.web.kit.sending import DOCX, TYPES, send_stored
from zhixian.web.matters import actions
from zhixian.web.matters.queries import decided_dossiers, materials_to_read, with_dossiers


def material_for(user: Any, pk: int) -> FileResponse:
    """A material, also one that was taken back. Reading is on the record. Raises Http404."""
    row = get_object_or_404(with_dossiers(materials_to_read(user)), pk=pk)
    if not actions.read_material(row, by=user):
        raise Http404
    return send_stored(row.file, row.name_to_keep, TYPES[row.kind])


def letter_for(user: Any, pk: int) -> FileResponse:
    """决定书 of a dossier. Raises Http404."""
    row = get_object_or_404(decided_dossiers(user), pk=pk)
    return send_stored(row.letter, row.letter_name, DOCX)

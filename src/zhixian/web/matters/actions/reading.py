"""Reading what a dossier holds of a person, which leaves a trace."""

from typing import Any

from zhixian.web.kit import record
from zhixian.web.matters.models import Material
from zhixian.web.matters.permissions import may_read
from zhixian.web.matters.queries import may_act_for_applicant


def read_material(row: Material, *, by: Any) -> bool:
    """Whether the person may read a material of a dossier that they see; who is not the applicant is written down."""
    field_class = row.dossier.its_matter.material(row.material).field_class
    if not may_read(by, row.dossier, field_class):
        return False
    if not may_act_for_applicant(by, row.dossier):
        taken_back = {"taken_back": True} if row.removed_at else {}
        record.write("read_material", row.dossier, by=by, material=row.material, field_class=field_class, **taken_back)
    return True

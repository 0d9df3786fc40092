"""How much of a site's disk one organisation takes."""

import pytest

from factories.matters import Cast, pdf, start, upload
from zhixian.core.kernel.refusal import Refusal
from zhixian.web.matters import actions


def test_an_organisation_stores_no_more_than_its_share(cast, settings):
    dossier = start(cast)
    settings.STORED_LIMIT = 2 * len(pdf())
    kept = actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    actions.remove_material(kept, by=cast.applicant)
    actions.attach_material(start(cast, subject="L1-2"), "interest_receipts", upload(), by=cast.applicant)
    with pytest.raises(Refusal, match="测试企业1存的材料已有 0 MB，再加这一个就超过 0 MB"):
        actions.attach_material(dossier, "interest_receipts", upload(), by=cast.applicant)
    other = Cast("P2")
    actions.attach_material(start(other), "interest_receipts", upload(), by=other.applicant)

"""What a unit of the plan that is a company is told on the pages of topics: nothing of who else has an account."""

import pytest

from factories.people import make_organisation
from factories.topics import UNIT, make_topic
from zhixian.web.navigation.models import Share

COMPANY = "picc_shanghang"


@pytest.mark.parametrize(("unit", "told"), [(COMPANY, False), (UNIT, True)])
def test_only_an_authority_is_offered_organisations_to_share_with(sign_in, tmp_path, unit, told):
    enterprise, bank = make_organisation(), make_organisation(kind="bank")
    handler = sign_in("handler", unit=unit)
    topic = make_topic(tmp_path, by=handler.person)
    shown = handler.get(f"/topics/{topic.pk}/").content.decode()
    for one in (enterprise, bank):
        assert (one.name in shown) is told
        assert (f"organisation:{one.pk}" in shown) is told
    assert "商务局" in shown, "units that it can share with are those of the plan"
    sent = {"version": topic.version, "with_whom": f"organisation:{bank.pk}"}
    handler.post(f"/topics/{topic.pk}/shares/", sent)
    assert Share.objects.filter(organisation=bank).exists() is told

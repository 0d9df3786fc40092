"""An organisation becomes a party of the registry: the database lets no two confirmed ones be the same."""

from django.db import IntegrityError, transaction

from zhixian.web.accounts.models import Organisation


def is_now(organisation: Organisation, party: str, *changed: str) -> bool:
    """Save the party, and what else has changed. False, and nothing is saved, when somebody was quicker with another organisation."""
    before, organisation.party = organisation.party, party
    try:
        with transaction.atomic():
            organisation.save(update_fields=["party", *changed])
    except IntegrityError:
        organisation.party = before
        return False
    return True

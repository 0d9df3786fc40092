"""One folder per matter, in the plan's order."""

from functools import cache
from pathlib import Path

from zhixian.core.registry.tables import ENTERPRISE_KINDS, GI_MARK_KINDS, PATENT_KINDS, PLEDGEABLE_KINDS
from zhixian.core.rules.definition import Definitions, read_eligibilities, read_incentive

MATTERS = ("navigation", "gi_mark", "pledge_interest")
"""Folders of this package."""
VOCABULARIES = {
    "enterprise_kinds": ENTERPRISE_KINDS,
    "gi_mark_kinds": GI_MARK_KINDS,
    "patent_kinds": PATENT_KINDS,
    "pledgeable_kinds": PLEDGEABLE_KINDS,
}
HERE = Path(__file__).parent


@cache
def definitions() -> Definitions:
    """The money rules that ship, in the plan's order, and who waits for the figure of an open norm."""
    read = [read_incentive(HERE / matter / "incentive.yaml", VOCABULARIES) for matter in MATTERS]
    return Definitions(
        incentives={incentive.id: incentive for incentive in read},
        eligibilities=read_eligibilities(HERE / "open_norms.yaml", VOCABULARIES),
    )

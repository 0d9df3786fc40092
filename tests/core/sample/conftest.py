"""A county of a tenth of the size, imagined once."""

from dataclasses import replace
from pathlib import Path

import pytest

from zhixian.core.sample.county import imagine
from zhixian.core.sample.profile import load_profile

PLAN = Path(__file__).parents[3] / "plans" / "shanghang"


@pytest.fixture(scope="session")
def small():
    full = load_profile(PLAN)
    return replace(
        full,
        parties={kind: max(2, count // 8) for kind, count in full.parties.items()},
        outside_parties=12,
        in_force={kind: max(2, count // 8) for kind, count in full.in_force.items()},
        pending_inventions=12,
        copyright_works=9,
        software=5,
        loans={year: max(4, count // 5) for year, count in full.loans.items()},
        big_borrowers=2,
        honours=12,
    )


@pytest.fixture(scope="session")
def county(small):
    return imagine(small, seed=2017)

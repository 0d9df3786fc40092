"""What all tests share: where the repository lies, and that no property fails by the clock."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["spark_cluster", "append_only", "slow_site"]
ROOT = Path(__file__).parents[1]
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def shanghang() -> Path:
    """The plan folder that ships."""
    return ROOT / "plans" / "shanghang"


@pytest.fixture
def anji() -> Path:
    """A made-up plan of another county: other clauses in another order, other units, another prefix, another region."""
    return ROOT / "tests" / "plans" / "anji"

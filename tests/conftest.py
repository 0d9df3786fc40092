"""What all tests share: where the repository lies."""

from pathlib import Path

import pytest

pytest_plugins = ["spark_cluster", "append_only"]
ROOT = Path(__file__).parents[1]


@pytest.fixture
def shanghang() -> Path:
    """The plan folder that ships."""
    return ROOT / "plans" / "shanghang"

"""What all tests share: where the repository lies."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def shanghang() -> Path:
    """The plan folder that ships."""
    return ROOT / "plans" / "shanghang"

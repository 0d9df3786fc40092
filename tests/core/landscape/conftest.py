"""What the tests of landscapes share: an engine of this machine."""

import pytest

from zhixian.core.engine import connect


@pytest.fixture(scope="module")
def engine():
    """DuckDB, once for a file of tests."""
    return connect("duckdb")

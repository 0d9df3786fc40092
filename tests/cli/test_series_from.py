"""A series that says no first day has eight periods, whichever day it is asked on."""

from datetime import date

import pytest

from zhixian.cli.indicators import eight_periods_back
from zhixian.core.kernel.periods import period_ends


@pytest.mark.parametrize("as_of", [date(2020, 12, 31), date(2020, 12, 30), date(2020, 2, 29), date(2021, 1, 1)])
@pytest.mark.parametrize("every", [1, 3, 12])
def test_eight_periods(as_of, every):
    assert len(period_ends(eight_periods_back(as_of, every), as_of, every=every)) == 8

"""Days that lie ahead of the day of import, of things that are said to have happened: taken as they stand, and remarked."""

from zhixian.core.registry.bench import Bench
from zhixian.core.registry.checks import TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find

HAPPENED = {
    "parties": ("founded",),
    "rights": ("filed", "registered"),
    "events": ("effective", "gazetted"),
    "loans": ("drawn", "repaid"),
    "pledges": ("registered", "released"),
    "projects": ("completed",),
    "honours": ("awarded",),
    "withdrawals": ("day",),
}
"""Not `expires`, `until` and `due`, which may well lie ahead. A remark and no refusal: an event may be announced ahead of
its day, and a computer's clock may be wrong, which must not decide what is in a snapshot."""


def remark_days_ahead(bench: Bench) -> None:
    """Remark them, when the day of import is known."""
    if bench.imported_on is None:
        return
    for name, columns in HAPPENED.items():
        for column in columns:
            rows = f"SELECT * FROM s_{name} WHERE \"{column}\" > DATE '{bench.imported_on}'"
            reason = f"'晚于导入之日 {bench.imported_on}{TAKEN_ANYWAY}'"
            called = "决定日期" if name == "withdrawals" else column  # which is no table of the contract
            find(bench, name, called, reason, rows, value=f'"{column}"', refused=False)
    rows = f"SELECT * FROM s_population WHERE year > {bench.imported_on.year}"
    find(bench, "population", "year", f"'还没有过完的年份{TAKEN_ANYWAY}'", rows, value="year", refused=False)

"""All sources into one registry: references resolved, repeats merged field by field, what cannot stand refused with a reason.

Sources come in the order of their import, officers' corrections last; a later non-empty value wins. The result does not
depend on what was imported before: it is computed from all sources each time, in DuckDB, on disk where memory ends.
"""

from zhixian.core.registry.bench import Bench, Staged
from zhixian.core.registry.merge.ahead import remark_days_ahead
from zhixian.core.registry.merge.editions import left_behind
from zhixian.core.registry.merge.findings import open_findings, settle_report
from zhixian.core.registry.merge.gaps import (
    Uncounted,
    date_grants,
    find_uncounted,
    remark_nowhere,
    remark_placeless,
    seat_rights,
)
from zhixian.core.registry.merge.links import check_links, refuse_pledges_of_refused_loans, tell_unknown
from zhixian.core.registry.merge.namesakes import remark_namesakes
from zhixian.core.registry.merge.references import resolve_references
from zhixian.core.registry.merge.repeats import merge_repeats
from zhixian.core.registry.merge.same_number import refuse_second_numbers
from zhixian.core.registry.merge.unlikely import remark_unlikely_values
from zhixian.core.registry.merge.waiting import Waiting, write_waiting
from zhixian.core.registry.merge.withdrawals import (
    close_withdrawals,
    open_withdrawals,
    withdraw,
    withdrawals_in_force,
    withdrawn_notes,
)
from zhixian.core.registry.merge.wording import word_findings
from zhixian.core.registry.tables import TABLES

__all__ = [
    "Bench", "Staged", "Uncounted", "Waiting", "find_uncounted", "left_behind", "merge", "settle_report", "withdrawals_in_force",
    "withdrawn_notes", "word_findings", "write_waiting",
]  # fmt: skip


def merge(bench: Bench) -> None:
    """Leave the merged tables on the bench as `m_<table>`, findings and outcomes beside them.

    Order matters: a right refused for its number takes its events and pledges with it.
    """
    open_findings(bench)
    resolve_references(bench)
    for name in TABLES:
        if name == "pledges":
            refuse_pledges_of_refused_loans(bench)
        merge_repeats(bench, name)
        if name == "rights":
            refuse_second_numbers(bench)
            open_withdrawals(bench)
        if name == "parties":
            remark_namesakes(bench)
        withdraw(bench, name)
        if name == "rights":
            seat_rights(bench)
            remark_placeless(bench)
        check_links(bench, name)
    tell_unknown(bench)
    close_withdrawals(bench)
    date_grants(bench)
    remark_nowhere(bench)
    remark_days_ahead(bench)
    remark_unlikely_values(bench)

"""Two rights cannot have one number that can be read: the first stands, the others are refused with their events and pledges."""

import pyarrow as pa

from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.identity import family_sql, is_number
from zhixian.core.registry.merge.findings import find


def refuse_second_numbers(bench: Bench) -> None:
    """Remove from `m_rights` every right whose number, in its family of kinds (a mark: and its classes), came before."""
    family = family_sql("kind")
    classes = "CASE WHEN _family = 'mark' THEN coalesce(classes, '') ELSE '' END"
    bench.run(
        f"CREATE TABLE numbered AS SELECT right_id, number, _family, {ORD}, hash(number, _family, {classes}) AS _hash FROM "
        f"(SELECT *, {family} AS _family FROM m_rights WHERE number IS NOT NULL)"
    )
    bench.run("CREATE TABLE again AS SELECT _hash FROM numbered GROUP BY _hash HAVING count(*) > 1")
    if bench.one("SELECT count(*) FROM again"):
        _leave_out_unreadable(bench)
        bench.run(
            "CREATE TABLE second AS SELECT * FROM (SELECT right_id, number, first_value(right_id) OVER w AS _first "
            f"FROM numbered SEMI JOIN again USING (_hash) WINDOW w AS (PARTITION BY _hash, number ORDER BY {ORD})) "
            "WHERE right_id <> _first"
        )
        rows = "SELECT r.*, _first FROM r_rights AS r JOIN second USING (right_id)"
        find(bench, "rights", "number", "'与权利 ' || _first || ' 的号码相同'", rows, value="number")
        bench.run("DELETE FROM m_rights WHERE right_id IN (SELECT right_id FROM second)")
        bench.drop("second")
    bench.drop("again", "numbered")


def _leave_out_unreadable(bench: Bench) -> None:
    """Words such as 无 in the place of a number name no right, however many have them."""
    again = bench.rows("SELECT DISTINCT _family, number FROM numbered SEMI JOIN again USING (_hash)")
    unreadable = [(family, number) for family, number in again if not is_number(family, number)]
    if unreadable:
        words = pa.table({"_family": [family for family, _ in unreadable], "number": [n for _, n in unreadable]})
        bench.register("unreadable", words)
        bench.run("DELETE FROM numbered WHERE (_family, number) IN (SELECT (_family, number) FROM unreadable)")

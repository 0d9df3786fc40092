"""What a source leaves open and another one tells: where a right counts without an address, when it was granted."""

from zhixian.core.registry.bench import Bench
from zhixian.core.registry.checks import TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.merge.repeats import contributions

_OURS = "(SELECT right_id FROM s_rights WHERE NOT starts_with(right_id, 'no:'))"
"""Rights that a canonical table describes: there an empty cell means unknown, and stays so."""


def seat_rights(bench: Bench) -> None:
    """Fill empty regions of `m_rights` with the region of the holder: most vendors' exports tell a name and no address."""
    bench.run(
        "UPDATE m_rights SET region = p.region FROM m_parties AS p "
        f"WHERE m_rights.region IS NULL AND m_rights.right_id NOT IN {_OURS} AND p.party_id = m_rights.holder AND p.region IS NOT NULL"
    )


def remark_placeless(bench: Bench) -> None:
    """Rights of our own tables that have no region: they are taken, and no region's count will have them."""
    bench.run(f"CREATE TABLE placeless AS SELECT * FROM m_rights WHERE region IS NULL AND right_id IN {_OURS}")
    if bench.one("SELECT count(*) FROM placeless"):
        rows = contributions("rights", "placeless")
        find(
            bench, "rights", "region", f"'没有地区，不计入任何地区{TAKEN_ANYWAY}'", rows, value="NULL", refused=False
        )  # fmt: skip
    bench.drop("placeless")


def placeless_notes(bench: Bench) -> dict[int, str]:
    """The same of rights from exports, by source: in one sentence, since an export without addresses has nothing but those."""
    counted = bench.rows(
        "SELECT r._src, count(DISTINCT r.right_id) FROM r_rights AS r JOIN m_rights AS m USING (right_id) "
        "LEFT JOIN m_parties AS p ON p.party_id = m.holder "
        f"WHERE m.region IS NULL AND m.right_id NOT IN {_OURS} AND p.kind IS DISTINCT FROM 'foreign' GROUP BY 1"
    )
    return {
        source: f"{rights:,} 件权利没有地址，主体表里也没有权利人所在的地区，不计入任何地区"
        for source, rights in counted
    }


def date_grants(bench: Bench) -> None:
    """Fill empty days of registration with the day of the `granted` event: an application's row may tell of it only so."""
    bench.run(
        "UPDATE m_rights SET registered = e.day FROM (SELECT right_id, min(coalesce(effective, gazetted)) AS day FROM m_events "
        "WHERE event = 'granted' GROUP BY right_id) AS e "
        f"WHERE m_rights.registered IS NULL AND m_rights.right_id NOT IN {_OURS} AND e.right_id = m_rights.right_id"
    )

"""What a source leaves open and another one tells: where a right counts without an address, when it was granted."""

from dataclasses import dataclass

from zhixian.core.registry.bench import Bench
from zhixian.core.registry.checks import TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.merge.repeats import contributions

_OURS = "(SELECT right_id FROM s_rights WHERE NOT starts_with(right_id, 'no:'))"
"""Rights that a canonical table describes: there an empty cell means unknown, and stays so."""


OF_PARTIES = {"loans": "borrower", "projects": "party", "honours": "party"}
"""Tables whose rows count where their party is, and the column that names it."""


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


def remark_nowhere(bench: Bench) -> None:
    """Loans, projects and honours of parties whose region nobody tells: they are taken, and no region's figure or award has them."""
    for table, column in OF_PARTIES.items():
        bench.run(
            f"CREATE TABLE nowhere AS SELECT m.* FROM m_{table} AS m JOIN m_parties AS p ON p.party_id = m.{column} "
            "WHERE p.region IS NULL"
        )
        if bench.one("SELECT count(*) FROM nowhere"):
            why = f"'主体名录里没有它的地区，不计入任何地区{TAKEN_ANYWAY}'"
            named = (
                f"SELECT f.*, p.name AS _called FROM ({contributions(table, 'nowhere')}) AS f "
                f"JOIN m_parties AS p ON p.party_id = f.{column} "
                "ANTI JOIN (SELECT _ord FROM findings WHERE refused) AS refused ON refused._ord = f._ord"
            )
            find(bench, table, column, why, named, value="_called", refused=False)
        bench.drop("nowhere")


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Rights of a source's export that no region's count will have: of holders abroad, and without any address.

    `all` says that the source tells of no other right.
    """

    foreign: int
    placeless: int
    all: bool

    def notes(self) -> list[str]:
        """In one sentence, since an export without addresses has nothing but those."""
        if not self.placeless:
            return []
        return [f"{self.placeless:,} 件权利没有地址，主体表里也没有权利人所在的地区，不计入任何地区"]


def find_uncounted(bench: Bench) -> dict[int, Uncounted]:
    """By source; our own tables' rights without region are remarked one by one."""
    joined = "FROM r_rights AS r JOIN m_rights AS m USING (right_id)"
    foreign = "p.kind IS NOT DISTINCT FROM 'foreign'"
    counted = bench.rows(
        f"SELECT r._src, count(DISTINCT r.right_id) FILTER ({foreign}), count(DISTINCT r.right_id) FILTER (NOT ({foreign})) "
        f"{joined} LEFT JOIN m_parties AS p ON p.party_id = m.holder "
        f"WHERE m.region IS NULL AND m.right_id NOT IN {_OURS} GROUP BY 1"
    )
    return {
        source: Uncounted(
            abroad,
            placeless,
            not bench.rows(f"SELECT 1 {joined} WHERE r._src = {source} AND m.region IS NOT NULL LIMIT 1"),
        )
        for source, abroad, placeless in counted
    }


def date_grants(bench: Bench) -> None:
    """Fill empty days of registration with the day of the `granted` event: an application's row may tell of it only so."""
    bench.run(
        "UPDATE m_rights SET registered = e.day FROM (SELECT right_id, min(coalesce(effective, gazetted)) AS day FROM m_events "
        "WHERE event = 'granted' GROUP BY right_id) AS e "
        f"WHERE m_rights.registered IS NULL AND m_rights.right_id NOT IN {_OURS} AND e.right_id = m_rights.right_id"
    )

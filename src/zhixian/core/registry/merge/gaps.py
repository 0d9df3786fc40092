"""What a source leaves open and another one tells: where a right counts without an address, when it was granted."""

from zhixian.core.registry.bench import Bench

_OURS = "(SELECT right_id FROM s_rights WHERE NOT starts_with(right_id, 'no:'))"
"""Rights that a canonical table describes: there an empty cell means unknown, and stays so."""


def seat_rights(bench: Bench) -> None:
    """Fill empty regions of `m_rights` with the region of the holder: most vendors' exports tell a name and no address."""
    bench.run(
        "UPDATE m_rights SET region = p.region FROM m_parties AS p "
        f"WHERE m_rights.region IS NULL AND m_rights.right_id NOT IN {_OURS} AND p.party_id = m_rights.holder AND p.region IS NOT NULL"
    )


def date_grants(bench: Bench) -> None:
    """Fill empty days of registration with the day of the `granted` event: an application's row may tell of it only so."""
    bench.run(
        "UPDATE m_rights SET registered = e.day FROM (SELECT right_id, min(coalesce(effective, gazetted)) AS day FROM m_events "
        "WHERE event = 'granted' GROUP BY right_id) AS e "
        f"WHERE m_rights.registered IS NULL AND m_rights.right_id NOT IN {_OURS} AND e.right_id = m_rights.right_id"
    )

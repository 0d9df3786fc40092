"""Where a right counts when no source tells the address: where its holder is."""

from zhixian.core.registry.bench import Bench


def seat_rights(bench: Bench) -> None:
    """Fill empty regions of `m_rights` with the region of the holder: most vendors' exports tell a name and no address."""
    bench.run(
        "UPDATE m_rights SET region = p.region FROM m_parties AS p "
        "WHERE m_rights.region IS NULL AND p.party_id = m_rights.holder AND p.region IS NOT NULL"
    )

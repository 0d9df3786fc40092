"""What the joining of names alone changes between two editions of a topic: who is one with whom, and nothing that a source tells."""

from collections.abc import Collection

from zhixian.core.engine.views import over
from zhixian.core.topics.names import normal_form
from zhixian.core.topics.topic import Topic

_HELD = """
SELECT record, min_by(name, (role <> 'holder', nth)) FROM parties
WHERE role <> 'inventor' AND record IN (SELECT unnest(?::VARCHAR[])) GROUP BY record
"""
_PARTIES = "SELECT DISTINCT key, party FROM parties WHERE role <> 'inventor' AND key IN (SELECT unnest(?::VARCHAR[]))"
_OWN = ("kind", "application", "publication", "country", "title", "filed", "granted", "region", "state")
"""What of a record's row a question asks."""
_TOLD = """
SELECT r.record, [{cells}] AS cells, p.names, n.numbers, c.symbols, j.joined FROM records_{age} AS r
LEFT JOIN (SELECT record, list_sort(list(role || ' ' || name)) AS names FROM parties_{age} GROUP BY record) AS p USING (record)
LEFT JOIN (SELECT record, list_sort(list(number)) AS numbers FROM publications_{age} GROUP BY record) AS n USING (record)
LEFT JOIN (SELECT record, list_sort(list(DISTINCT system || ' ' || symbol)) AS symbols FROM classes_{age} GROUP BY record) AS c USING (record)
LEFT JOIN (
    SELECT own.record, list_sort(list(DISTINCT other.key)) AS joined
    FROM parties_{age} AS own JOIN (SELECT DISTINCT party, key FROM parties_{age} WHERE role <> 'inventor') AS other USING (party)
    WHERE own.role <> 'inventor' AND own.record IN (SELECT unnest($records::VARCHAR[])) GROUP BY own.record
) AS j USING (record) WHERE r.record IN (SELECT unnest($records::VARCHAR[]))
"""
_SAME = " AND ".join(f"was.{one} IS NOT DISTINCT FROM now.{one}" for one in ("cells", "names", "numbers", "symbols"))


def held_as(topic: Topic, records: Collection[str]) -> dict[str, str]:
    """Record → its first holder as the source spells the name; the first applicant where no holder is told. Those without either lack."""
    with over({"parties": topic.path("parties")}) as con:
        return dict(con.execute(_HELD, [list(records)]).fetchall())


def parties_named(topic: Topic, names: Collection[str]) -> dict[str, str]:
    """Name → the party of an edition that it was joined to, in whatever spelling; those that nobody bears there lack."""
    keys = {name: normal_form(name) for name in names}
    with over({"parties": topic.path("parties")}) as con:
        found = dict(con.execute(_PARTIES, [list(keys.values())]).fetchall())
    return {name: found[key] for name, key in keys.items() if key in found}


def joined_otherwise(before: Topic, after: Topic, records: Collection[str]) -> set[str]:
    """Which of the records stand in both editions with all that their sources tell alike, and with other names joined to theirs: a
    question that finds them in one of the editions only does so by the joining."""
    tables = ("records", "parties", "publications", "classes")
    files = {
        f"{table}_{age}": topic.path(table) for table in tables for age, topic in (("was", before), ("now", after))
    }
    cells = ", ".join(f"r.{name}::VARCHAR" for name in _OWN)
    was, now = (_TOLD.format(age=age, cells=cells) for age in ("was", "now"))
    with over(files) as con:
        sql = f"SELECT record FROM ({was}) AS was JOIN ({now}) AS now USING (record) WHERE {_SAME} AND was.joined IS DISTINCT FROM now.joined"
        return {record for (record,) in con.execute(sql, {"records": list(records)}).fetchall()}

"""Who is meant: references by name and by number become ids, the same id for the same name or number in every source."""

from collections.abc import Iterator, Mapping

import pyarrow as pa

from zhixian.core.registry.bench import ORD, Bench
from zhixian.core.registry.checks import TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.merge.namesakes import open_namesakes, refuse_ambiguous_names
from zhixian.core.registry.numbers import application
from zhixian.core.registry.sheets.forms.rows import tables_of
from zhixian.core.registry.sheets.headings import OWN_LIST
from zhixian.core.registry.staging import ROW, SHEET_STRIDE, normalise_names, staged_schema
from zhixian.core.registry.tables import TABLES

PARTY_COLUMNS = {
    "parties": ("party_id",), "rights": ("holder",), "events": ("party",), "loans": ("borrower",), "projects": ("party",),
    "honours": ("party",), "former_names": ("party_id",),
}  # fmt: skip
RIGHT_COLUMNS = {
    "rights": ("right_id",), "events": ("right_id",), "pledges": ("right_id",), "honours": ("right",), "claims": ("right_id",), "pointed": ("ref",),
}  # fmt: skip
_NAMES_AT_A_TIME = 100_000
_NAMES_IN_A_ROW = 5
"""How many changes of name, one after the other, are followed."""


def resolve_references(bench: Bench) -> None:
    """Make `r_<table>`: the staged rows with ids in place of references."""
    parties = _resolve_parties(bench)
    rights = _resolve_rights(bench)
    for name in (*TABLES, "claims", "withdrawals", "pointed"):
        selected = []
        joins = []
        for column in staged_schema(name).names:
            for known, place, prefix in ((parties, PARTY_COLUMNS, "party"), (rights, RIGHT_COLUMNS, "right")):
                if known and column in place.get(name, ()):
                    alias = f"{prefix}_{column}"
                    known_as = "pledged_of" if (name, column) == ("pledges", "right_id") else f"{prefix}_of"
                    joins.append(f'LEFT JOIN {known_as} AS {alias} ON {alias}.ref = s."{column}"')
                    there = ""
                    if (name, column) == ("rights", "holder"):
                        there = "there.id, "
                        joins.append(
                            "LEFT JOIN namesake_of AS there ON there.ref = s.holder AND there.region = s.region"
                        )
                    selected.append(f'coalesce({there}{alias}.id, s."{column}") AS "{column}"')
                    break
            else:
                renumbered = rights and (name, column) == ("rights", "number")
                selected.append("coalesce(named.number, s.number) AS number" if renumbered else f's."{column}"')
                joins += ["LEFT JOIN named_by AS named ON named.published = s.number"] if renumbered else []
        selected += ["s._src", f"s.{ORD}", _own(bench, name)]
        bench.run(f"CREATE TEMP VIEW r_{name} AS SELECT {', '.join(selected)} FROM s_{name} AS s {' '.join(joins)}")


def _own(bench: Bench, name: str) -> str:
    """Whether a second row of the same thing with other content is a conflict: where the source gave it an id, or is a form.

    An export has several rows of one patent, such as its application and its grant.
    """
    if name not in TABLES or not TABLES[name].key:
        return "true AS _own"
    keys = [f's."{key}"' for key in TABLES[name].key]
    own = [" AND ".join(f"{_is_own(key)}" for key in keys)]
    own += [
        f"(s._src = {number} AND s.{ROW} // {SHEET_STRIDE} = {sheet} AND {granted})"
        for number, source in enumerate(bench.sources)
        for sheet, kind in source.forms
        if (granted := _rows_of(kind, name))
    ]
    return f"coalesce({' OR '.join(own)}, false) AS _own"


def _rows_of(kind: str, name: str) -> str:
    """SQL of the rows of a form that are one thing each; a county's list of patents may name an application before its grant."""
    if kind == OWN_LIST:
        return "s.registered IS NOT NULL" if name == "rights" else ""
    return "true" if name in tables_of(kind) else ""


def _is_own(column: str) -> str:
    return (
        f"NOT (CAST({column} AS VARCHAR) IS NOT NULL AND "
        f"(starts_with(CAST({column} AS VARCHAR), 'name:') OR starts_with(CAST({column} AS VARCHAR), 'no:')))"
    )


def _references(columns: Mapping[str, tuple[str, ...]], prefix: str) -> str:
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return " UNION ".join(
        f"""SELECT DISTINCT "{column}" AS ref FROM s_{name} WHERE "{column}" >= '{prefix}' AND "{column}" < '{after}'"""
        for name, places in columns.items()
        for column in places
    )


def _resolve_parties(bench: Bench) -> bool:
    """`party_of(ref, id)`, by name or by the id that stands in its place, and `new_parties(party_id, name)`: those nobody described. False when nothing is referred to."""
    bench.run(f"CREATE TABLE party_refs AS {_references(PARTY_COLUMNS, 'name:')}")
    bench.run("CREATE TABLE new_parties (party_id VARCHAR, name VARCHAR)")
    if not bench.one("SELECT count(*) FROM party_refs"):
        return False
    bench.run("CREATE TABLE party_names (party_id VARCHAR, name VARCHAR)")
    _insert_names(
        bench, "party_names", "SELECT DISTINCT party_id, name FROM s_parties WHERE NOT starts_with(party_id, 'name:')"
    )
    _add_former_names(bench)
    bench.run(
        "CREATE TABLE party_of AS SELECT ref, coalesce(n.id, own.party_id, 'N' || left(sha256(substr(ref, 6)), 12)) AS id "
        "FROM party_refs LEFT JOIN (SELECT name, min(party_id) AS id FROM party_names GROUP BY name) AS n "
        "ON n.name = substr(ref, 6) "
        "LEFT JOIN (SELECT DISTINCT party_id FROM party_names) AS own ON own.party_id = substr(ref, 6)"
    )
    open_namesakes(bench)
    refuse_ambiguous_names(bench)
    _follow_former_names(bench)
    bench.run(
        "INSERT INTO new_parties SELECT id, substr(ref, 6) FROM party_of "
        "WHERE ref NOT IN (SELECT party_id FROM s_parties) AND id NOT IN (SELECT party_id FROM party_names) "
        "AND ref NOT IN (SELECT 'name:' || name FROM formers)"
    )
    return True


def _add_former_names(bench: Bench) -> None:
    """`formers(party_id, name)`; those of parties with an id are names of theirs. What two parties may have been called tells neither."""
    bench.run("CREATE TABLE formers (party_id VARCHAR, name VARCHAR)")
    _insert_names(bench, "formers", "SELECT DISTINCT party_id, name FROM s_former_names")
    doubtful = (
        "SELECT name FROM formers GROUP BY name HAVING count(DISTINCT party_id) > 1 UNION "
        "SELECT f.name FROM formers AS f JOIN party_names AS p ON p.name = f.name AND p.party_id <> f.party_id"
    )
    bench.run(f"CREATE TABLE doubtful_formers AS {doubtful}")
    _remark_doubtful(bench)
    bench.run("DELETE FROM formers WHERE name IN (SELECT name FROM doubtful_formers)")
    bench.run("INSERT INTO party_names SELECT party_id, name FROM formers WHERE NOT starts_with(party_id, 'name:')")


def _remark_doubtful(bench: Bench) -> None:
    names = bench.run("SELECT DISTINCT name AS given, name FROM s_former_names").to_arrow_table()
    for batch in _normalised(names):
        bench.register("batch", batch.rename_columns(["given", "name"]))
        find(
            bench, "parties", "曾用名", "'也是另一主体的名称或曾用名，没有归并'",
            "SELECT s.* FROM s_former_names AS s JOIN batch ON batch.given = s.name JOIN doubtful_formers AS d ON d.name = batch.name",
            value="name", refused=False,
        )  # fmt: skip


def _follow_former_names(bench: Bench) -> None:
    """References by a former name of a party that is known by its name alone; a name may have been changed several times."""
    newer = (
        "FROM formers AS f JOIN party_of AS new ON new.ref = f.party_id "
        "WHERE party_of.ref = 'name:' || f.name AND party_of.id <> new.id"
    )
    for _ in range(_NAMES_IN_A_ROW):
        bench.run(f"UPDATE party_of SET id = new.id {newer}")


def _insert_names(bench: Bench, table: str, query: str) -> None:
    """Fill a table of (party_id, name) with normalised names."""
    given = bench.run(query).to_arrow_table()  # whole: another statement on the connection would cut a stream off
    for batch in _normalised(given):
        bench.register("batch", batch)
        bench.run(f"INSERT INTO {table} SELECT * FROM batch")


def _normalised(names: pa.Table) -> Iterator[pa.Table]:
    for batch in names.to_batches(max_chunksize=_NAMES_AT_A_TIME):
        yield pa.table({"party_id": batch.column(0), "name": normalise_names(batch.column(1))})


def _resolve_rights(bench: Bench) -> bool:
    """`right_of(ref, id)`: the right of that number that came first, else the number itself is the id."""
    bench.run(f"CREATE TABLE right_refs AS {_references(RIGHT_COLUMNS, 'no:')}")
    if not bench.one("SELECT count(*) FROM right_refs"):
        return False
    bench.run(
        "CREATE TABLE right_of AS SELECT ref, coalesce(id, substr(ref, 4)) AS id FROM right_refs LEFT JOIN ("
        f"SELECT number, arg_min(right_id, {ORD}) AS id FROM s_rights "
        "WHERE number IS NOT NULL AND NOT starts_with(right_id, 'no:') GROUP BY number) ON number = substr(ref, 4)"
    )
    _match_publications(bench)
    unresolved = (
        "right_of.id = substr(ref, 4) AND ref NOT IN (SELECT right_id FROM s_rights WHERE starts_with(right_id, 'no:'))"
    )
    if bench.one(f"SELECT count(*) FROM right_of WHERE {unresolved}"):
        bench.run(
            "UPDATE right_of SET id = mark.id FROM (SELECT split_part(number, '/', 1) AS bare, "
            f"arg_min(coalesce(o.id, s.right_id), {ORD}) AS id FROM s_rights AS s LEFT JOIN right_of AS o ON o.ref = s.right_id "
            "WHERE contains(number, '/') GROUP BY bare) AS mark "
            f"WHERE right_of.id = mark.bare AND {unresolved}"
        )  # a pledge names a mark without its class
    _read_old_patents(bench)
    _pledge_all_classes(bench)
    return True


def _pledge_all_classes(bench: Bench) -> None:
    """`pledged_of(ref, id)`: as `right_of`, but a registration pledged without a class is pledged in all of its classes.

    It is one registration, and each class of it a right of its own.
    """
    bench.run(
        "CREATE TABLE classes_of AS SELECT 'no:' || split_part(number, '/', 1) AS ref, coalesce(o.id, s.right_id) AS id "
        "FROM s_rights AS s LEFT JOIN right_of AS o ON o.ref = s.right_id "
        "WHERE contains(number, '/') AND 'no:' || split_part(number, '/', 1) IN (SELECT right_id FROM s_pledges) GROUP BY ALL"
    )
    bench.run(
        "CREATE TABLE pledged_of AS SELECT o.ref, coalesce(c.id, o.id) AS id FROM right_of AS o LEFT JOIN (SELECT * FROM "
        "classes_of SEMI JOIN (SELECT ref FROM right_of SEMI JOIN classes_of USING (ref, id)) USING (ref)) AS c ON c.ref = o.ref"
    )
    bench.drop("classes_of")


def _read_old_patents(bench: Bench) -> None:
    """Eight bare digits are a mark's number, or the application number of a patent of before October 2003: what the registry has.

    Where it has both, the mark is meant, for such a patent has ended by now, and that is remarked.
    """
    bare = bench.rows(
        "SELECT substr(ref, 4) FROM right_of WHERE strlen(ref) = 11 AND regexp_full_match(ref, 'no:[1-9][0-9]{7}') ORDER BY 1"
    )
    read = [{"digits": digits, "number": number} for (digits,) in bare if (number := application(digits).normal)]
    if not read:
        return
    bench.register("asked", pa.Table.from_pylist(read))
    bench.run(
        f"CREATE TABLE old_patents AS SELECT a.digits, a.number, arg_min(coalesce(o.id, s.right_id), s.{ORD}) AS id "
        "FROM s_rights AS s JOIN asked AS a ON a.number = s.number LEFT JOIN right_of AS o ON o.ref = s.right_id GROUP BY ALL"
    )
    bench.run(
        "UPDATE right_of SET id = p.id FROM old_patents AS p WHERE ref = 'no:' || p.digits AND right_of.id = p.digits "
        "AND ref NOT IN (SELECT right_id FROM s_rights WHERE starts_with(right_id, 'no:'))"
    )
    told = "'既是商标的注册号，也是专利 ' || patent || ' 的申请号，按商标认；是专利的请写全 ' || patent"
    for name, column in (("pledges", "right_id"), ("honours", "right")):
        rows = (
            f'SELECT s.*, p.digits, p.number AS patent FROM s_{name} AS s JOIN right_of AS o ON o.ref = s."{column}" '
            "JOIN old_patents AS p ON o.ref = 'no:' || p.digits AND o.id <> p.id"
        )
        find(bench, name, column, f"{told} || '{TAKEN_ANYWAY}'", rows, value="digits", refused=False)
    bench.drop("old_patents")


_PUBLICATION = "regexp_full_match({}, 'CN([0-9]{{9}}|[0-9]{{7}}[A-Z])')"


def _match_publications(bench: Bench) -> None:
    """`named_by(published, number)`: rights known by a publication alone get the number that another source has for it."""
    bench.run("CREATE TABLE named_by (published VARCHAR, number VARCHAR)")
    lone = f"SELECT substr(ref, 4) AS published FROM right_refs WHERE {_PUBLICATION.format('substr(ref, 4)')}"
    if not bench.one(f"SELECT count(*) FROM ({lone})"):
        return
    bench.run(
        "INSERT INTO named_by SELECT published, substr(min(right_id), 4) FROM s_published "
        f"SEMI JOIN ({lone}) USING (published) GROUP BY published HAVING count(DISTINCT right_id) = 1"
    )
    bench.run(
        "UPDATE right_of SET id = known.id FROM named_by AS n JOIN right_of AS known ON known.ref = 'no:' || n.number "
        "WHERE right_of.ref = 'no:' || n.published"
    )
    find(
        bench, "rights", "number", f"'只有公开（公告）号，没有一个来源说明它的申请号；别的来源若也有这件专利，会重复计数{TAKEN_ANYWAY}'",
        f"SELECT * FROM s_rights WHERE starts_with(right_id, 'no:') AND {_PUBLICATION.format('number')} "
        "AND number NOT IN (SELECT published FROM named_by)",
        value="number", refused=False,
    )  # fmt: skip

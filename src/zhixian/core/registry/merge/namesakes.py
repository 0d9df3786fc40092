"""Several parties of one name: who is named by that name alone is nobody, where money or a right would go to him."""

from zhixian.core.registry.bench import Bench
from zhixian.core.registry.checks import TAKEN_ANYWAY
from zhixian.core.registry.merge.findings import find
from zhixian.core.registry.merge.repeats import contributions

_DECIDED = (
    ("loans", "borrower", ""),
    ("projects", "party", ""),
    ("honours", "party", ""),
    ("events", "party", "event = 'transferred'"),
)
"""What would be somebody else's: such a row is refused. A right counts where its own address says, whoever holds it."""
_MOST_NAMED = 3


def open_namesakes(bench: Bench) -> None:
    """`namesakes(ref, n, ids)`: references to a name that several parties bear; `namesake_of(ref, region, id)`: the one of them there."""
    bench.run(
        "CREATE TABLE namesakes AS SELECT ref, count(DISTINCT party_id) AS n, array_to_string(list_sort(list(DISTINCT party_id))"
        f"[:{_MOST_NAMED}], '、') || CASE WHEN count(DISTINCT party_id) > {_MOST_NAMED} THEN '……' ELSE '' END AS ids, name "
        "FROM party_refs JOIN party_names ON name = substr(ref, 6) GROUP BY ref, name HAVING count(DISTINCT party_id) > 1"
    )
    bench.run(
        "CREATE TABLE namesake_of AS SELECT ref, p.region, min(party_id) AS id FROM namesakes JOIN party_names USING (name) "
        "JOIN (SELECT DISTINCT party_id, region FROM s_parties WHERE region IS NOT NULL) AS p USING (party_id) "
        "GROUP BY ref, p.region HAVING count(DISTINCT party_id) = 1"
    )


def refuse_ambiguous_names(bench: Bench) -> None:
    """Refuse the rows that name such a party; of rights whose address does not tell which is meant, remark whose they become."""
    if not bench.one("SELECT count(*) FROM namesakes"):
        return
    several = "'同名主体有 ' || n || ' 个（' || ids || '）"
    for name, column, condition in _DECIDED:
        rows = f'SELECT s.*, n.* FROM s_{name} AS s JOIN namesakes AS n ON n.ref = s."{column}"'
        rows += f" WHERE s.{condition}" if condition else ""
        find(
            bench, name, column, f"{several}，请写统一社会信用代码或主体编号'", rows, value=f'substr("{column}", 6)'
        )  # fmt: skip
    rows = (
        "SELECT s.*, n.*, o.id AS chosen FROM s_rights AS s JOIN namesakes AS n ON n.ref = s.holder JOIN party_of AS o ON o.ref = n.ref "
        "ANTI JOIN namesake_of AS f ON f.ref = s.holder AND f.region = s.region"
    )
    reason = f"{several}，按 ' || chosen || ' 认{TAKEN_ANYWAY}'"
    find(bench, "rights", "holder", reason, rows, value="substr(holder, 6)", refused=False)


def remark_namesakes(bench: Bench) -> None:
    """Parties of `m_parties` that share their name; people do, so those among whom all are individuals are passed over."""
    bench.run(
        "CREATE TABLE alike AS SELECT name, count(*) AS n FROM m_parties GROUP BY name "
        "HAVING count(*) > 1 AND bool_or(kind IS DISTINCT FROM 'individual')"
    )
    if bench.one("SELECT count(*) FROM alike"):
        mine = "(SELECT * FROM m_parties SEMI JOIN alike USING (name))"
        rows = f"SELECT c.*, n FROM ({contributions('parties', mine)}) AS c JOIN alike USING (name) WHERE _own"
        find(
            bench, "parties", "name",
            f"'同名主体有 ' || n || ' 个；只写名称的贷款、项目、荣誉和转让分不清是哪一个，会退回{TAKEN_ANYWAY}'",
            rows, value="name", refused=False,
        )  # fmt: skip
    bench.drop("alike")

"""What changes from one snapshot to another: rights, parties and loans added, removed or told differently, as of a day."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from zhixian.core.engine.views import literal, over
from zhixian.core.registry.kind_words import EVENT_WORDS, PARTY_KIND_WORDS, RIGHT_KIND_WORDS
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import TABLES

KINDS = {
    "right_added": "新增权利", "right_removed": "减少权利", "right_status": "权利状态变化", "right_holder": "权利人变化",
    "right_other": "权利其他变化", "party_added": "新增主体", "party_removed": "减少主体", "party_changed": "主体变化",
    "withdrawn": "撤回的行", "loan_added": "新增贷款", "loan_removed": "减少贷款", "loan_changed": "贷款变化",
}  # fmt: skip
CHANGES = "changes.parquet"
COLUMNS = ("what", "id", "kind", "number", "title", "before", "after")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows by table before and after, how many changes of each kind of `KINDS`, and those of rights by kind of right."""

    before: str | None
    after: str
    as_of: str
    tables: dict[str, tuple[int, int]]
    changes: dict[str, int]
    by_kind: dict[str, dict[str, int]]

    @property
    def same(self) -> bool:
        """Whether nothing at all has changed: the content names the snapshot."""
        return self.before == self.after

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self) | {"same": self.same}


def compare(before: Snapshot | None, after: Snapshot, *, as_of: date, out: Path | None = None) -> Comparison:
    """Compare two snapshots; with `out`, write every change there as Parquet, in the order of `KINDS` and of numbers."""
    with over({}) as con:
        for side, snapshot in (("b", before), ("a", after)):
            for table in ("rights", "parties", "loans", "spans", "events", "pledges"):
                path = (snapshot or after).path(table)
                nothing = "" if snapshot else " WHERE false"
                con.execute(f"CREATE TEMP VIEW {side}_{table} AS SELECT * FROM read_parquet({literal(path)}){nothing}")
            con.execute(_rights(side, as_of))
        con.execute(_CHANGES)
        con.execute(_tell_others())
        new = _newly_withdrawn(before, after)
        if new:
            con.executemany("INSERT INTO changes VALUES ('withdrawn', ?, NULL, ?, ?, NULL, ?)", new)
        counts = dict(con.execute("SELECT what, count(*) FROM changes GROUP BY what").fetchall())
        kinds: dict[str, dict[str, int]] = {}
        for what, kind, number in con.execute(
            "SELECT what, kind, count(*) FROM changes WHERE starts_with(what, 'right_') GROUP BY ALL ORDER BY kind"
        ).fetchall():
            kinds.setdefault(kind, {})[what] = number
        if out is not None:
            order = ", ".join(f"'{what}'" for what in KINDS)
            con.execute(
                f"COPY (SELECT * FROM changes ORDER BY list_position([{order}], what), number, id) "
                f"TO {literal(out)} (FORMAT parquet, COMPRESSION zstd)"
            )
    tables = {
        name: (before.manifest["tables"][name] if before else 0, after.manifest["tables"][name]) for name in TABLES
    }
    changes = {what: counts.get(what, 0) for what in KINDS}
    return Comparison(before.id if before else None, after.id, as_of.isoformat(), tables, changes, kinds)


def _tell_others() -> str:
    """Of rights that changed otherwise than in state and holder, what only the one side says and what only the other: of the
    right itself, its events, its pledges."""
    sides = " ".join(f"CREATE TEMP TABLE {side}_said AS {_said(side)};" for side in "ba")
    return f"""
CREATE TEMP TABLE others AS SELECT id FROM changes WHERE what = 'right_other';
{sides}
UPDATE changes SET before = {_only("b.said", "a.said")}, after = {_only("a.said", "b.said")}
FROM b_said AS b JOIN a_said AS a ON a.id = b.id WHERE changes.what = 'right_other' AND changes.id = a.id
"""


def _said(side: str) -> str:
    """By right, everything that is said of it, sentence by sentence; only of those in `others`."""
    gi = "CASE WHEN gi THEN '是' WHEN NOT gi THEN '否' END"
    own = [f"{name} ' || {column}" for name, column in (
        ("'类型", _worded("kind", RIGHT_KIND_WORDS)), ("'地理标志", gi), ("'号码", "number"), ("'名称", "title"), ("'分类号", "classes"),
        ("'申请日", "filed"), ("'授权/注册日", "registered"), ("'届满日", "expires"), ("'所在地", "region"),
    )]  # fmt: skip
    event = f"""concat_ws(' ', '事件', {_worded("event", EVENT_WORDS)}, '生效 ' || effective, '公告 ' || gazetted,
        coalesce(p.name, party), '至 ' || until, national_code, note)"""
    pledge = "concat_ws(' ', '质押', '贷款 ' || d.loan_id, l.lender, '登记 ' || registered, '解除 ' || released)"
    rows = " UNION ALL ".join(f"SELECT right_id, {place}, {said} FROM {side}_rights" for place, said in enumerate(own))
    return f"""
SELECT right_id AS id, list(said ORDER BY place, said) AS said FROM (
    SELECT * FROM ({rows}) AS own(right_id, place, said)
    UNION ALL SELECT right_id, 100, {event} FROM {side}_events LEFT JOIN {side}_parties AS p ON p.party_id = party
    UNION ALL SELECT right_id, 200, {pledge} FROM {side}_pledges AS d LEFT JOIN {side}_loans AS l ON l.loan_id = d.loan_id
) WHERE said IS NOT NULL AND right_id IN (SELECT id FROM others) GROUP BY right_id"""


def _worded(column: str, words: Mapping[str, str]) -> str:
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(called)}" for word, called in words.items())
    return f"CASE {column} {cases} ELSE {column} END"


def _newly_withdrawn(before: Snapshot | None, after: Snapshot) -> list[tuple[str, str, str, str]]:
    """(id, key, what it is, why and when) of rows that officers have taken back since."""
    known = [(one["table"], one["key"]) for one in before.manifest.get("withdrawn", [])] if before else []
    return [
        (
            f"{one['table']} {one['key']}",
            one["key"],
            TABLES[one["table"]].zh,
            f"{one['reason']}（{one['day']}，{one['file']} 第 {one['row']} 行）",
        )
        for one in after.manifest.get("withdrawn", [])
        if (one["table"], one["key"]) not in known
    ]


def changes_of(path: Path, what: str, *, offset: int, limit: int) -> list[dict[str, Any]]:
    """Some of the changes of one kind that `compare` wrote."""
    with over({}) as con:
        rows = con.execute(
            f"SELECT * FROM read_parquet({literal(path)}, file_row_number = true) WHERE what = ? "
            "ORDER BY file_row_number LIMIT ? OFFSET ?",
            [what, limit, offset],
        ).fetchall()
    return [dict(zip(COLUMNS, row, strict=False)) for row in rows]


def has_changes(path: Path) -> bool:
    """Whether a list of changes is there."""
    return path.exists() and pq.read_metadata(path).num_rows > 0


def _rights(side: str, as_of: date) -> str:
    """Each right with whether it is in force on the day, whose it is or was to its end, and a hash of its events and pledges."""
    day = f"DATE '{as_of.isoformat()}'"
    return f"""
CREATE TEMP VIEW {side}_right AS
SELECT r.right_id AS id, r.kind, r.number, r.title, s.holder IS NOT NULL OR s.right_id IS NOT NULL AS in_force,
    coalesce(s.holder, f.holder, r.holder) AS holder_id, coalesce(p.name, s.holder, f.holder, r.holder) AS holder,
    hash(r.kind, r.gi, r.number, r.title, r.classes, r.filed, r.registered, r.expires, r.region) AS facts,
    coalesce(e.events, 0) AS events, coalesce(l.pledges, 0) AS pledges
FROM {side}_rights AS r
LEFT JOIN (SELECT right_id, any_value(holder) AS holder FROM {side}_spans
    WHERE start <= {day} AND ("end" IS NULL OR {day} < "end") GROUP BY right_id) AS s ON s.right_id = r.right_id
LEFT JOIN (SELECT right_id, arg_max(holder, start) AS holder FROM {side}_spans WHERE start <= {day} GROUP BY right_id) AS f
    ON f.right_id = r.right_id
LEFT JOIN {side}_parties AS p ON p.party_id = coalesce(s.holder, f.holder, r.holder)
LEFT JOIN (SELECT right_id, bit_xor(hash(event, effective, gazetted, party, until, national_code, note)) AS events
    FROM {side}_events GROUP BY right_id) AS e ON e.right_id = r.right_id
LEFT JOIN (SELECT right_id, bit_xor(hash(loan_id, registered, released)) AS pledges FROM {side}_pledges GROUP BY right_id) AS l
    ON l.right_id = r.right_id
"""


def _listed(*parts: str) -> str:
    """What is said of a row, part by part."""
    return f"list_filter([{', '.join(parts)}], one -> one IS NOT NULL)"


def _party(side: str) -> str:
    return _listed(
        f"'名称 ' || {side}.name", f"'类型 ' || {_worded(f'{side}.kind', PARTY_KIND_WORDS)}", f"'行政区划 ' || {side}.region",
        f"'行业 ' || {side}.industry", f"'成立 ' || {side}.founded",
    )  # fmt: skip


def _loan(side: str, borrower: str) -> str:
    """Sums and rates as people read them: 1,500,000 元, 5.655%. The borrower only where it is another."""
    fen = f"CASE WHEN {side}.principal % 100 <> 0 THEN printf('.%02d', {side}.principal % 100) ELSE '' END"
    rate = f"rtrim(rtrim(CAST(CAST({side}.annual_rate AS DECIMAL(18, 6)) AS VARCHAR), '0'), '.')"
    return _listed(
        f"CASE WHEN a.borrower <> b.borrower THEN '借款人 ' || concat({borrower}.name, '（', {side}.borrower, '）') END",
        f"'本金 ' || format('{{:,}}', CAST({side}.principal // 100 AS BIGINT)) || {fen} || ' 元'", f"'贷款人 ' || {side}.lender",
        f"'放款 ' || {side}.drawn", f"'到期 ' || {side}.due", f"'还清 ' || {side}.repaid", f"'年利率 ' || {rate} || '%'",
    )  # fmt: skip


def _whole(side: str) -> str:
    return f"array_to_string({side}, ' · ')"


def _only(side: str, other: str) -> str:
    """What only the one side says: the parts that changed."""
    return f"nullif(array_to_string(list_filter({side}, one -> NOT list_contains({other}, one)), ' · '), '')"


_CHANGES = f"""
CREATE TEMP TABLE changes AS
WITH rights AS (
    SELECT coalesce(a.id, b.id) AS id, coalesce(a.kind, b.kind) AS kind, coalesce(a.number, b.number) AS number,
        coalesce(a.title, b.title) AS title, a.id IS NULL AS gone, b.id IS NULL AS fresh,
        CASE WHEN b.in_force THEN '有效' ELSE '无效' END AS was, CASE WHEN a.in_force THEN '有效' ELSE '无效' END AS now,
        b.holder AS had, a.holder AS has, a.in_force IS DISTINCT FROM b.in_force AS turned,
        a.holder_id IS DISTINCT FROM b.holder_id AS moved,
        (a.facts, a.events, a.pledges) IS DISTINCT FROM (b.facts, b.events, b.pledges) AS other
    FROM a_right AS a FULL JOIN b_right AS b ON b.id = a.id
),
parties AS (
    SELECT coalesce(a.party_id, b.party_id) AS id, coalesce(a.kind, b.kind) AS kind, coalesce(a.name, b.name) AS title,
        a.party_id IS NULL AS gone, b.party_id IS NULL AS fresh,
        {_party("b")} AS was, {_party("a")} AS now
    FROM a_parties AS a FULL JOIN b_parties AS b ON b.party_id = a.party_id
),
loans AS (
    SELECT coalesce(a.loan_id, b.loan_id) AS id, coalesce(p.name, a.borrower, q.name, b.borrower) AS title,
        a.loan_id IS NULL AS gone, b.loan_id IS NULL AS fresh,
        {_loan("b", "q")} AS was, {_loan("a", "p")} AS now
    FROM a_loans AS a FULL JOIN b_loans AS b ON b.loan_id = a.loan_id
    LEFT JOIN a_parties AS p ON p.party_id = a.borrower LEFT JOIN b_parties AS q ON q.party_id = b.borrower
)
SELECT 'right_added' AS what, id, kind, number, title, NULL AS before, concat_ws(' · ', now, has) AS after FROM rights WHERE fresh
UNION ALL SELECT 'right_removed', id, kind, number, title, concat_ws(' · ', was, had), NULL FROM rights WHERE gone
UNION ALL SELECT 'right_status', id, kind, number, title, was, now FROM rights WHERE NOT gone AND NOT fresh AND turned
UNION ALL SELECT 'right_holder', id, kind, number, title, had, has FROM rights WHERE NOT gone AND NOT fresh AND moved
UNION ALL SELECT 'right_other', id, kind, number, title, NULL, NULL FROM rights
    WHERE NOT gone AND NOT fresh AND other AND NOT turned AND NOT moved
UNION ALL SELECT 'party_added', id, kind, NULL, title, NULL, {_whole("now")} FROM parties WHERE fresh
UNION ALL SELECT 'party_removed', id, kind, NULL, title, {_whole("was")}, NULL FROM parties WHERE gone
UNION ALL SELECT 'party_changed', id, kind, NULL, title, {_only("was", "now")}, {_only("now", "was")} FROM parties
    WHERE NOT gone AND NOT fresh AND was <> now
UNION ALL SELECT 'loan_added', id, NULL, id, title, NULL, {_whole("now")} FROM loans WHERE fresh
UNION ALL SELECT 'loan_removed', id, NULL, id, title, {_whole("was")}, NULL FROM loans WHERE gone
UNION ALL SELECT 'loan_changed', id, NULL, id, title, {_only("was", "now")}, {_only("now", "was")} FROM loans
    WHERE NOT gone AND NOT fresh AND was <> now
"""

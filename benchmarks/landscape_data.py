"""A synthetic topic of any size: names, classes and citations spread as in real exports, a few large and many small."""

from pathlib import Path

from zhixian.core.engine import connect
from zhixian.core.topics.tables import SCHEMAS
from zhixian.core.topics.technology import read_symbol
from zhixian.core.topics.topic import Topic

AS_OF = "2024-12-31"
_SYMBOLS = 4000
_SUBCLASSES = (
    "H01M", "H01L", "G06F", "G06N", "C25D", "C23C", "B60L", "H02J", "H04L", "A61K", "C08L", "B01D", "G01N", "B22F", "C22B",
    "F16B", "B65G", "H04N", "C02F", "E21B", "B29C", "A61B", "G02B", "B23K", "C01B", "H01Q", "B64C", "A01G", "C07D", "F24F",
)  # fmt: skip


def topic(folder: Path, rows: int) -> Topic:
    """Write the tables, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "sources.parquet").exists():
        _write(folder, rows)
    manifest = {"as_of": AS_OF, "tables": {"records": rows}, "terms": "", "shows_raw": True, "labels": ["合成数据"]}
    return Topic("bench", "b" * 20, folder, manifest)


def _write(folder: Path, rows: int) -> None:
    con = connect("duckdb").con
    con.execute("CREATE TABLE symbols (n INT, symbol VARCHAR, subclass VARCHAR, main_group VARCHAR, field INT)")
    made = []
    for number in range(_SYMBOLS):
        symbol = read_symbol(f"{_SUBCLASSES[number % len(_SUBCLASSES)]}{1 + number // 30 % 60}/{number % 97:02}")
        made.append((number, symbol.symbol, symbol.subclass, symbol.main_group, symbol.field))
    con.executemany("INSERT INTO symbols VALUES (?, ?, ?, ?, ?)", made)
    con.execute(f"CREATE TABLE n AS SELECT range AS n, printf('CN%09d', range) AS record FROM range({rows})")
    parties = max(50, rows // 12)
    skew = "CAST(floor(power((hash(n.n, k, '{}') % 1000003) / 1000003.0, 3) * {}) AS INT)"
    tables = {
        "records": """
            SELECT record, 0 AS source, CAST(n AS INT) AS row, 1 AS documents,
                CASE WHEN hash(n, 'k') % 10 < 7 THEN 'invention' ELSE 'utility_model' END AS kind, record AS application,
                record || 'A' AS publication, CASE WHEN hash(n, 'c') % 10 < 8 THEN 'CN' ELSE 'US' END AS country,
                '一种锂电池材料及其制备方法' || n AS title, NULL AS abstract,
                DATE '2000-01-01' + CAST(floor(sqrt((hash(n, 'd') % 1000003) / 1000003.0) * 9000) AS INT) AS filed, NULL AS published,
                CASE WHEN hash(n, 'g') % 2 = 0 THEN DATE '2002-01-01' + CAST(hash(n, 'g2') % 8000 AS INT) END AS granted,
                NULL AS priority, CASE WHEN hash(n, 'p') % 5 = 0 THEN 'US' END AS priority_country, record AS family,
                'alone' AS family_by, 1 AS family_size, 8 AS claims, 3 AS cites, CAST(hash(n, 'b') % 9 AS INT) AS cited_by,
                '有效' AS status, ['in_force', 'pending', 'ended', NULL][CAST(1 + hash(n, 's') % 4 AS BIGINT)] AS state,
                CASE WHEN hash(n, 'r') % 9 > 0 THEN CAST(110101 + hash(n, 'r2') % 250 AS VARCHAR) END AS region
            FROM n ORDER BY record""",
        "parties": f"""
            SELECT record, role, nth, name, name AS key, name AS party, name AS party_name, NULL AS cleaned, NULL AS country, sort FROM (
                SELECT n.record, 'applicant' AS role, k + 1 AS nth, '公司' || {skew.format("a", parties)} AS name, 'enterprise' AS sort
                FROM n, (SELECT CAST(range AS INT) AS k FROM range(2)) WHERE k = 0 OR hash(n, 'co') % 4 = 0
                UNION ALL SELECT n.record, 'inventor', k + 1, '发明人' || {skew.format("i", parties * 3)}, NULL
                FROM n, (SELECT CAST(range AS INT) AS k FROM range(3))
            ) ORDER BY record, role, nth""",
        "classes": f"""
            SELECT record, 'ipc' AS system, k + 1 AS nth, symbol, subclass, main_group, field
            FROM n, (SELECT CAST(range AS INT) AS k FROM range(3)) JOIN symbols ON symbols.n = {skew.format("s", _SYMBOLS)}
            ORDER BY record, k""",
        "publications": "SELECT record, record || 'A' AS number, NULL AS published FROM n",
        "citations": f"""
            SELECT record, 'cites' AS direction, other AS number, other FROM (
                SELECT record, printf('CN%09d', CAST(floor(power((hash(n, 'o') % 1000003) / 1000003.0, 2) * {rows}) AS INT)) AS other
                FROM n WHERE hash(n, 'cite') % 3 = 0) WHERE other <> record ORDER BY record""",
        "events": """
            SELECT record, ['transferred', 'pledged', 'licensed'][CAST(1 + hash(n, 'e') % 3 AS BIGINT)] AS event,
                DATE '2010-01-01' + CAST(hash(n, 'f') % 5000 AS INT) AS day, NULL AS party FROM n WHERE hash(n, 'h') % 20 = 0""",
        "sources": "SELECT 0 AS source, '' AS name, '' AS format, '' AS sha256, 0 AS rows, 0 AS taken, 0 AS merged, 0 AS refused",
    }  # fmt: skip
    kinds = {"string": "VARCHAR", "int32": "INT", "date32[day]": "DATE"}
    for name, query in tables.items():
        columns = ", ".join(f'CAST("{f.name}" AS {kinds[str(f.type)]}) AS "{f.name}"' for f in SCHEMAS[name])
        con.execute(
            f"COPY (SELECT {columns} FROM ({query})) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )

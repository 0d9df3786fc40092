"""A synthetic topic of any size: names, classes and citations spread as in real exports, a few large and many small."""

from pathlib import Path

import pyarrow as pa

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
    made = [read_symbol(f"{_SUBCLASSES[n % len(_SUBCLASSES)]}{1 + n // 30 % 60}/{n % 97:02}") for n in range(_SYMBOLS)]
    symbols = {
        name: [getattr(symbol, name) for symbol in made] for name in ("symbol", "subclass", "main_group", "field")
    }
    con.register("symbols", pa.table({"s": range(_SYMBOLS), **symbols}))
    con.execute(_RECORDS.format(rows=rows))
    parties = max(50, rows // 12)
    for name, query in _TABLES.items():
        columns = ", ".join(f'CAST("{f.name}" AS {_KINDS[str(f.type)]}) AS "{f.name}"' for f in SCHEMAS[name])
        told = query.format(rows=rows, parties=parties, inventors=parties * 3, symbols=_SYMBOLS)
        con.execute(
            f"COPY (SELECT {columns} FROM ({told})) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
        )


_KINDS = {"string": "VARCHAR", "int32": "INT", "date32[day]": "DATE", "bool": "BOOLEAN", "double": "DOUBLE"}
_RECORDS = """
CREATE TABLE n AS SELECT range AS nr, printf('CN%09d', range) AS record,
    DATE '2000-01-01' + CAST(floor(sqrt((hash(range, 'd') % 1000003) / 1000003.0) * 9000) AS INT) AS filed FROM range({rows})
"""
_TABLES = {
    "records": """
        SELECT *, 0 AS source, nr AS row, 1 AS documents, record AS application, record || 'A' AS publication,
            CASE WHEN hash(nr, 'k') % 10 < 7 THEN 'invention' ELSE 'utility_model' END AS kind,
            CASE WHEN hash(nr, 'c') % 10 < 8 THEN 'CN' ELSE 'US' END AS country, '一种锂电池材料及其制备方法' || nr AS title,
            NULL AS abstract, NULL AS published, NULL AS priority, record AS family, 'alone' AS family_by, 1 AS family_size,
            CASE WHEN hash(nr, 'g') % 2 = 0 THEN DATE '2002-01-01' + CAST(hash(nr, 'g2') % 8000 AS INT) END AS granted,
            CASE WHEN hash(nr, 'p') % 5 = 0 THEN 'US' END AS priority_country, 8 AS claims, 3 AS cites,
            CAST(hash(nr, 'b') % 9 AS INT) AS cited_by, NULL AS cited_in_3, NULL AS cited_in_5, '有效' AS status,
            ['in_force', 'pending', 'ended', NULL][CAST(1 + hash(nr, 's') % 4 AS BIGINT)] AS state, 'source' AS state_by,
            CASE WHEN hash(nr, 'r') % 9 > 0 THEN CAST(110101 + hash(nr, 'r2') % 250 AS VARCHAR) END AS region
        FROM n ORDER BY nr""",
    "parties": """
        SELECT *, name AS key, name AS party, name AS party_name, NULL AS cleaned, NULL AS country,
            row_number() OVER (PARTITION BY nr, role, name ORDER BY nth) > 1 AS again,
            1.0 / count(DISTINCT name) OVER (PARTITION BY nr, role) AS part
        FROM (
            SELECT n.*, 'applicant' AS role, k + 1 AS nth, 'enterprise' AS sort,
                '公司' || CAST(floor(power((hash(nr, k, 'a') % 1000003) / 1000003.0, 3) * {parties}) AS INT) AS name
            FROM n, (SELECT CAST(range AS INT) AS k FROM range(2)) WHERE k = 0 OR hash(nr, 'co') % 4 = 0
            UNION ALL SELECT n.*, 'inventor', k + 1, NULL,
                '发明人' || CAST(floor(power((hash(nr, k, 'i') % 1000003) / 1000003.0, 3) * {inventors}) AS INT)
            FROM n, (SELECT CAST(range AS INT) AS k FROM range(3))
        ) ORDER BY nr, role, nth""",
    "classes": """
        SELECT *, 'ipc' AS system, row_number() OVER (PARTITION BY nr ORDER BY k) AS nth,
            row_number() OVER (PARTITION BY nr, symbol[1] ORDER BY k) = 1 AS new_section,
            row_number() OVER (PARTITION BY nr, symbol[1:3] ORDER BY k) = 1 AS new_class,
            row_number() OVER (PARTITION BY nr, subclass ORDER BY k) = 1 AS new_subclass,
            row_number() OVER (PARTITION BY nr, main_group ORDER BY k) = 1 AS new_main_group,
            field IS NOT NULL AND row_number() OVER (PARTITION BY nr, field ORDER BY k) = 1 AS new_field
        FROM (
            SELECT nr, record, filed, s, min(k) AS k FROM (
                SELECT *, CAST(floor(power((hash(nr, k, 's') % 1000003) / 1000003.0, 3) * {symbols}) AS INT) AS s
                FROM n, (SELECT CAST(range AS INT) AS k FROM range(3))
            ) GROUP BY ALL
        ) JOIN symbols USING (s) ORDER BY nr, k""",
    "publications": "SELECT nr, record, record || 'A' AS number, NULL AS published, NULL AS title FROM n",
    "citations": """
        SELECT nr, record, 'cites' AS direction, other_nr, printf('CN%09d', other_nr) AS other, other AS number FROM (
            SELECT *, CAST(floor(power((hash(nr, 'o') % 1000003) / 1000003.0, 2) * {rows}) AS INT) AS other_nr
            FROM n WHERE hash(nr, 'cite') % 3 = 0) WHERE other_nr <> nr ORDER BY nr""",
    "events": """
        SELECT *, ['transferred', 'pledged', 'licensed'][CAST(1 + hash(nr, 'e') % 3 AS BIGINT)] AS event,
            DATE '2010-01-01' + CAST(hash(nr, 'f') % 5000 AS INT) AS day, NULL AS party FROM n WHERE hash(nr, 'h') % 20 = 0""",
    "sources": "SELECT 0 AS source, '' AS name, '' AS format, '' AS sha256, 0 AS rows, 0 AS taken, 0 AS merged, 0 AS refused",
}

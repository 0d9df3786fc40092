"""A province of borrowers for the incentives benchmark, made by the engine in seconds and the same every time."""

from pathlib import Path
from typing import Any

REGION = "350000"
LOANS_PER_ENTERPRISE = 3
_TABLES = {
    "parties": """
        SELECT printf('E%08d', i) AS party_id, printf('企业%d', i) AS name,
               CASE WHEN h % 100 < 90 THEN 'enterprise' WHEN h % 100 < 93 THEN 'soe' WHEN h % 100 < 97 THEN 'cooperative'
                    ELSE 'individual' END AS kind,
               CASE WHEN h // 100 % 50 = 0 THEN '360100' ELSE printf('35%02d%02d', 1 + h // 128 % 9, 2 + h // 1024 % 12) END AS region
        FROM (SELECT range AS i, CAST(hash(range * 7 + 1) >> 1 AS BIGINT) AS h FROM range({enterprises}))""",
    "rights": """
        SELECT printf('R%08d', i) AS right_id,
               ['invention', 'utility_model', 'design', 'trademark', 'collective_mark', 'certification_mark', 'software',
                'copyright_work'][1 + h % 8] AS kind,
               printf('E%08d', h // 64 % {enterprises}) AS holder
        FROM (SELECT range AS i, CAST(hash(range * 11 + 2) >> 1 AS BIGINT) AS h FROM range({enterprises} * 3 // 2))""",
    "loans": """
        SELECT loan_id, borrower, principal, drawn, due,
               CASE WHEN h % 10 < 2 THEN drawn + CAST(h // 16 % 300 AS INTEGER) WHEN h % 10 < 9 THEN due ELSE NULL END AS repaid
        FROM (SELECT printf('L%08d', i) AS loan_id, printf('E%08d', h // 8 % {enterprises}) AS borrower,
                     CAST(1_000_000 + h // 32 % 800_000_000 AS BIGINT) AS principal, h,
                     drawn, CAST(drawn + to_months(CAST([6, 6, 12, 12, 12, 12, 24, 36, 60][1 + h // 4 % 9] AS INTEGER)) AS DATE) AS due
              FROM (SELECT i, h, DATE '2012-01-01' + CAST(h // 1_000_003 % 3_650 AS INTEGER) AS drawn
                    FROM (SELECT range AS i, CAST(hash(range * 13 + 3) >> 1 AS BIGINT) AS h FROM range({loans}))))""",
    "pledges": """
        SELECT DISTINCT printf('L%08d', i) AS loan_id, printf('R%08d', h % ({enterprises} * 3 // 2)) AS right_id
        FROM (SELECT range // 4 AS i, CAST(hash(range * 17 + 4) >> 1 AS BIGINT) AS h, CAST(hash(range // 4 * 19 + 5) >> 1 AS BIGINT) AS g, range % 4 AS n
              FROM range({loans} * 4)) WHERE n < g % 3
        ORDER BY loan_id""",
}


def make(con: Any, folder: Path, *, enterprises: int) -> None:
    """Write parties, rights, loans and pledges as Parquet. `con` is the engine's own connection."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, query in _TABLES.items():
        path = folder / f"{table}.parquet"
        if not path.exists():
            select = query.format(enterprises=enterprises, loans=enterprises * LOANS_PER_ENTERPRISE)
            con.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")

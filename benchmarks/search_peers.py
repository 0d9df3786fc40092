"""SQLite's FTS5 and PostgreSQL's full text on the tokens of the index: neighbouring characters, a word being a phrase of them."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

Asked = Sequence[Sequence[str]]
"""Each word or phrase of a question as its tokens; one that ends in * is the beginning of a token."""
Answer = tuple[int, int]
"""How many are found, and how many of the first twenty came."""


class Fts5:
    """A contentless table, as fast as FTS5 gets."""

    name = "SQLite FTS5"

    def __init__(self, folder: Path, documents: Iterator[tuple[int, list[str]]]) -> None:
        self.con = sqlite3.connect(folder / "fts5.sqlite")
        self.con.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA mmap_size = 4000000000"
        )
        self.con.execute(
            """CREATE VIRTUAL TABLE told USING fts5(grams, content='', tokenize="unicode61 tokenchars '_‖'")"""
        )
        rows = ((nr, " ".join(tokens)) for nr, tokens in documents)
        self.con.executemany("INSERT INTO told(rowid, grams) VALUES (?, ?)", rows)
        self.con.execute("INSERT INTO told(told) VALUES ('optimize')")
        self.con.commit()

    def ask(self, asked: Asked) -> Answer:
        """The first twenty by rank, and how many there are."""
        match = " AND ".join(f'"{" ".join(tokens).rstrip("*")}"' + "*" * tokens[-1].endswith("*") for tokens in asked)
        first = self.con.execute("SELECT rowid FROM told WHERE told MATCH ? ORDER BY rank LIMIT 20", [match]).fetchall()
        (total,) = self.con.execute("SELECT count(*) FROM told WHERE told MATCH ?", [match]).fetchone()
        return total, len(first)


class Postgres:
    """A tsvector with a GIN index, in the database that DATABASE_URL names."""

    name = "PostgreSQL"

    def __init__(self, address: str, documents: Iterator[tuple[int, list[str]]]) -> None:
        import psycopg

        self.con = psycopg.connect(address, autocommit=True)
        self.con.execute("DROP TABLE IF EXISTS benchmark_told")
        self.con.execute("CREATE UNLOGGED TABLE benchmark_told (nr integer, grams tsvector)")
        with self.con.cursor().copy("COPY benchmark_told FROM STDIN") as copy:
            for nr, tokens in documents:
                copy.write_row((nr, " ".join(f"'{token}':{place}" for place, token in enumerate(tokens, 1))))
        self.con.execute("SET maintenance_work_mem = '512MB'")
        self.con.execute("CREATE INDEX ON benchmark_told USING gin (grams)")
        self.con.execute("VACUUM ANALYZE benchmark_told")

    def ask(self, asked: Asked) -> Answer:
        """The first twenty by rank, and how many there are."""
        query = " & ".join(
            "(" + " <-> ".join(f"'{token.rstrip('*')}'" + ":*" * token.endswith("*") for token in tokens) + ")"
            for tokens in asked
        )
        first = self.con.execute(
            "SELECT nr FROM benchmark_told, CAST(%s AS tsquery) AS q WHERE grams @@ q ORDER BY ts_rank(grams, q) DESC LIMIT 20",
            [query],
        ).fetchall()
        found = self.con.execute(
            "SELECT count(*) FROM benchmark_told WHERE grams @@ CAST(%s AS tsquery)", [query]
        ).fetchone()
        return found[0], len(first)

    def close(self) -> None:
        """Leave nothing in the database."""
        self.con.execute("DROP TABLE benchmark_told")
        self.con.close()

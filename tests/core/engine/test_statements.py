"""Statements are compiled once per shape and filled only with what is safe."""

from datetime import date

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhixian.core.engine import connect, statements
from zhixian.core.kernel.refusal import Refusal


def people(minimum):
    table = ibis.table({"name": "string", "born": "date", "age": "int64"}, name="{people}")
    return table.filter(table.born >= statements.day("since"), table.age > minimum).agg(total=table.age.sum())


@pytest.fixture
def con():
    return connect("duckdb")


@pytest.mark.parametrize("name", ["plain", "it's [here]*?", "甲 乙"])
def test_files_of_any_name_are_read(con, tmp_path, name):
    path = tmp_path / name / "people.parquet"
    path.parent.mkdir()
    pq.write_table(pa.table({"name": ["a", "b"], "born": [date(2000, 1, 1), date(1990, 1, 1)], "age": [1, 2]}), path)
    sql = statements.compiled(con, "people", lambda: people(0))
    filled = statements.fill(con, sql, files={"people": path}, values={"since": date(1995, 1, 1)})
    assert statements.rows(con, filled) == [(1,)]
    assert statements.arrow(con, filled).schema.field("total").type == pa.int64()


def test_a_shape_is_compiled_once(con):
    first = statements.compiled(con, ("once", 1), lambda: people(5))
    assert statements.compiled(con, ("once", 1), lambda: pytest.fail("compiled twice")) is first


@pytest.mark.parametrize("text", ["'; DROP TABLE x; --", "a b", '"', "a\\"])
def test_an_unsafe_text_is_not_filled_in(con, text):
    with pytest.raises(ValueError, match="since"):
        statements.fill(con, "SELECT '{since}'", files={}, values={"since": text})


@pytest.mark.parametrize("text", ["'; DROP TABLE x; --", "a b", '"', "a\\", "{since}", "甲（杭）"])
def test_a_text_of_any_content_is_quoted(con, text):
    filled = statements.fill(con, "SELECT '{since}'", files={}, values={"since": statements.Text(text)})
    assert statements.rows(con, filled) == [(text,)]


def test_an_empty_hole_is_an_error(con):
    with pytest.raises(KeyError):
        statements.fill(con, "SELECT '{since}'", files={}, values={})


def test_an_unknown_engine_is_refused():
    with pytest.raises(Refusal, match="不认识的计算引擎“sparc”"):
        connect("sparc")


def of_spark(error):
    """An engine that answers nothing but this."""

    class Answer:
        def collect(self):
            raise error

        toArrow = collect  # noqa: N815 -- as Spark names it

    class Engine:
        name = "pyspark"

        def raw_sql(self, sql):
            return Answer()

    return Engine()


@pytest.mark.parametrize("ask", [statements.rows, statements.arrow])
@pytest.mark.parametrize(
    ("said", "where"),
    [
        (
            "[PATH_NOT_FOUND] Path does not exist: file:/data/甲 乙/spans.parquet. SQLSTATE: 42K03",
            "/data/甲 乙/spans.parquet",
        ),
        (
            "[FAILED_READ_FILE.FILE_NOT_EXIST] Encountered error while reading file file:///d/spans.parquet.",
            "/d/spans.parquet",
        ),
        ("[UNSUPPORTED_DATASOURCE_FOR_DIRECT_QUERY] Unsupported data source type: parquet", "数据目录"),
    ],
)
def test_a_file_that_spark_cannot_read_is_told_as_of_any_engine(ask, said, where):
    pyspark = pytest.importorskip("pyspark.errors")
    with pytest.raises(Refusal, match="快照的文件读不出，可能被移走或清空了") as told:
        ask(of_spark(pyspark.AnalysisException(said)), "SELECT 1")
    assert told.value.where == where


def test_another_trouble_of_spark_stays_what_it_is():
    pyspark = pytest.importorskip("pyspark.errors")
    with pytest.raises(pyspark.AnalysisException):
        statements.rows(of_spark(pyspark.AnalysisException("[UNRESOLVED_COLUMN] spans.parquet")), "SELECT 1")


@pytest.mark.parametrize("ask", [statements.rows, statements.arrow])
def test_a_file_that_has_gone_is_told_with_its_name(con, tmp_path, ask):
    filled = statements.fill(
        con, 'SELECT * FROM "{spans}"', files={"spans": tmp_path / "甲 乙" / "spans.parquet"}, values={}
    )
    with pytest.raises(Refusal, match="快照的文件读不出") as told:
        ask(con, filled)
    assert told.value.where == str(tmp_path / "甲 乙" / "spans.parquet")

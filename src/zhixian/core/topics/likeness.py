"""Records of a topic like one of them: by words and classes as rights are, and by citations, which only topics have."""

from zhixian.core.engine.views import over
from zhixian.core.search.index import Searchable
from zhixian.core.search.similar import Alike, more_like
from zhixian.core.topics.topic import Topic

_MOST_TIED = 200
"""Records tied by citations that are weighed, those with the most ties first."""
_TIED = """
WITH own AS (SELECT DISTINCT direction, number FROM citations WHERE record = $record), direct AS (
    SELECT other AS record, direction = 'cites' AS cited FROM citations WHERE record = $record AND other IS NOT NULL
    UNION SELECT record, direction = 'cited_by' FROM citations WHERE other = $record
), shared AS (
    SELECT record, count(DISTINCT number) FILTER (direction = 'cites') AS citing,
        count(DISTINCT number) FILTER (direction = 'cited_by') AS cited
    FROM citations JOIN own USING (direction, number) GROUP BY record
)
SELECT record, coalesce(bool_or(d.cited), false), coalesce(bool_or(NOT d.cited), false), coalesce(any_value(s.citing), 0),
    coalesce(any_value(s.cited), 0)
FROM direct AS d FULL JOIN shared AS s USING (record) WHERE record <> $record
GROUP BY record ORDER BY bool_or(d.cited IS NOT NULL) DESC, coalesce(any_value(s.citing), 0) + coalesce(any_value(s.cited), 0) DESC, record
LIMIT $most
"""


def alike_in_topic(topic: Topic, searchable: Searchable, record: str, *, limit: int) -> list[Alike]:
    """The records of an edition most like one of them, on its day, each with what they share and how citations tie them.

    `searchable` is the edition's index. Raises Refusal for a record that is not there.
    """
    return more_like(searchable, record, as_of=topic.as_of, limit=limit, links=tied(topic, record))


def tied(topic: Topic, record: str) -> dict[str, tuple[str, ...]]:
    """Records that citations tie to one, with the words for it: one cites the other, both cite the same, both are cited by the same."""
    with over({"citations": topic.path("citations")}) as con:
        rows = con.execute(_TIED, {"record": record, "most": _MOST_TIED}).fetchall()
    return {one: tuple(_words(*ties)) for one, *ties in rows}


def _words(cited: bool, cites: bool, citing: int, cited_by: int) -> list[str]:
    told: list[tuple[str, int]] = [("被这件引用", cited), ("引用这件", cites)]
    told += [(f"与这件引用了同样的 {citing:,} 件", citing), (f"与这件同被 {cited_by:,} 件引用", cited_by)]
    return [words for words, there in told if there]

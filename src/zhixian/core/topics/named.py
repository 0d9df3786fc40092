"""Which applicants and holders a topic names, and in how many of its applications."""

from collections.abc import Collection

from zhixian.core.engine.views import literals, over
from zhixian.core.topics.topic import Topic

_COUNTS = "SELECT key, count(DISTINCT record) FROM parties WHERE role <> 'inventor' AND key IN ({keys}) GROUP BY key"


def records_of(topic: Topic, keys: Collection[str]) -> dict[str, int]:
    """Normal form → in how many applications it is an applicant or holder, each counted once; none of names that the topic does not have."""
    if not keys:
        return {}
    with over({"parties": topic.path("parties")}) as con:
        return dict(con.execute(_COUNTS.format(keys=literals(keys))).fetchall())

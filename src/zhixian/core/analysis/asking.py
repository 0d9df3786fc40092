"""What a person asks for by name: a region by its code, an indicator by its id or its Chinese name."""

import pyarrow.compute as pc
import pyarrow.parquet as pq

from zhixian.core.analysis.indicators import INDICATORS, NOT_COMPUTABLE
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.kernel.regions import region_prefix
from zhixian.core.registry.places import name_of
from zhixian.core.registry.snapshot import Snapshot


def region_asked(snapshot: Snapshot, code: str) -> str:
    """The code, if GB/T 2260 knows it or the snapshot has something there. Raises Refusal: zeros of a mistyped code mislead."""
    if name_of(code) is None:
        prefix = region_prefix(code)
        for table in ("cube", "population"):
            regions = pq.read_table(snapshot.path(table), columns=["region"])["region"]
            if pc.any(pc.starts_with(regions, prefix)).as_py():
                return code
        raise Refusal(f"没有行政区划代码 {code}", where="--region", expected="GB/T 2260 的代码，或登记数据里有的代码")
    return code


def indicator_asked(name: str) -> str:
    """The id of an indicator called by its id or by its whole Chinese name; any other word is given back for `find` to refuse."""
    by_name = {indicator.name: id_ for id_, indicator in INDICATORS.items()}
    return by_name.get(name) or {told: id_ for id_, (told, _) in NOT_COMPUTABLE.items()}.get(name, name)

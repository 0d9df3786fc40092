"""A data folder with a small registry in it, as the site finds it."""

import json
from contextlib import closing
from pathlib import Path

from registries import write_registry
from zhixian.core.registry.bench import Bench
from zhixian.core.registry.cube import build_cube

PARTIES = [
    {"party_id": "P1", "name": "杭梅食品（集团）有限公司", "kind": "enterprise", "region": "350823"},
    {"party_id": "P2", "name": "杭梅酒业有限公司", "kind": "enterprise", "region": "350823"},
    {"party_id": "P3", "name": "李四", "kind": "individual", "region": "350823"},
    {"party_id": "91350823MA00000038", "name": "乙茶业合作社", "kind": "cooperative", "region": "350823"},
    {"party_id": "name:o'hara", "name": "O'Hara Ltd", "kind": "foreign", "region": None},
]
LOANS = [
    {
        "loan_id": "L1", "borrower": "P1", "lender": "某银行", "principal": 100_000_000, "drawn": "2018-01-01",
        "due": "2019-01-01", "repaid": None, "annual_rate": None,
    },
    {
        "loan_id": "L2", "borrower": "P1", "lender": "某银行", "principal": 100_000_000, "drawn": "2018-03-01",
        "due": "2018-09-01", "repaid": None, "annual_rate": None,
    },
]  # fmt: skip
RIGHTS = [
    {
        "right_id": "R1",
        "kind": "invention",
        "gi": False,
        "number": "R1",
        "title": "一种茶",
        "holder": "P1",
        "region": "350823",
        "registered": "2018-05-01",
    },
    {
        "right_id": "M1",
        "kind": "certification_mark",
        "gi": True,
        "number": "M1",
        "title": "杭梅",
        "holder": "P1",
        "region": "350823",
        "registered": "2018-06-01",
    },
    {
        "right_id": "R2",
        "kind": "invention",
        "gi": False,
        "number": "R2",
        "title": "一种梅",
        "holder": "P3",
        "region": "350823",
        "registered": "2018-05-01",
    },
]
PROJECTS = [{"project_id": "N1", "kind": "navigation", "party": "P2", "cost": 20_000_000, "completed": "2018-07-01"}]
PLEDGES = [{"loan_id": "L1", "right_id": "R1", "registered": "2018-01-01", "released": None}]
SPANS = [
    {
        "right_id": row["right_id"],
        "kind": row["kind"],
        "gi": row["gi"],
        "holder": row["holder"],
        "holder_kind": kind,
        "region": "350823",
        "start": row["registered"],
        "end": None,
    }
    for row, kind in zip(RIGHTS, ("enterprise", "enterprise", "individual"), strict=True)
]


def make_data(folder: Path, *, cube: bool = False, **tables) -> Path:
    """A data folder whose current snapshot is this registry: P1 has a subsidy of 13,231.25 yuan and a mark, P2 a project.

    Series need the cube, which takes a moment to build.
    """
    given = {
        "parties": PARTIES,
        "loans": LOANS,
        "rights": RIGHTS,
        "projects": PROJECTS,
        "pledges": PLEDGES,
        "spans": SPANS,
    }
    snapshot = folder / "snapshots" / folder.name
    write_registry(snapshot, **{**given, **tables})
    if cube:
        with closing(Bench(folder)) as bench:
            build_cube(bench, snapshot)
    (snapshot / "manifest.json").write_text(json.dumps({"id": folder.name, "labels": ["合成数据"]}))
    (folder / "CURRENT").write_text(folder.name)
    return folder

"""The figures of a landscape by pandas: every aggregation that ours makes, on the same files."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np


def by_pandas(folder: Path, *, as_of: date, complete: int, region: str) -> dict[str, Any]:
    """All aggregates, by the id of the figure; those with an order as (name, number) pairs."""
    import pandas as pd

    def read(name: str, columns: list[str]) -> Any:
        return pd.read_parquet(folder / f"{name}.parquet", columns=columns)

    columns = [
        "record",
        "kind",
        "country",
        "title",
        "filed",
        "granted",
        "priority_country",
        "family",
        "cited_by",
        "state",
        "region",
    ]
    rows = read("records", columns)
    filed = pd.to_datetime(rows["filed"])
    rows = rows[filed.isna() | (filed <= pd.Timestamp(as_of))].copy()
    rows["year"] = pd.to_datetime(rows["filed"]).dt.year
    rows["here"] = rows["region"].str.startswith(region).fillna(False)
    people = read("parties", ["record", "role", "nth", "party", "party_name", "sort"]).merge(
        rows[["record", "year"]], on="record"
    )
    named = people[people["role"] == "applicant"].drop_duplicates(["record", "party"])
    symbols = read("classes", ["record", "system", "symbol", "subclass", "main_group", "field"])
    symbols = symbols[symbols["system"] == "ipc"].merge(rows[["record", "year", "here"]], on="record")
    out: dict[str, Any] = {}

    def top(counts: Any, most: int = 20) -> list[tuple[Any, int]]:
        told = (
            counts.rename("n")
            .rename_axis("key")
            .reset_index()
            .sort_values(["n", "key"], ascending=[False, True])
            .head(most)
        )
        return list(zip(told["key"], told["n"].astype(int), strict=True))

    out["scale"] = (
        len(rows),
        rows["family"].nunique(),
        named["party"].nunique(),
        people.loc[people["role"] == "inventor", "party"].nunique(),
    )
    out["filings"] = rows["year"].value_counts().to_dict()
    granted = pd.to_datetime(rows["granted"])
    out["grants"] = granted[granted <= pd.Timestamp(as_of)].dt.year.value_counts().to_dict()
    out["life_cycle"] = (rows.groupby("year").size(), named.groupby("year")["party"].nunique())
    levels = {"section": symbols["symbol"].str[:1], "class": symbols["symbol"].str[:3]}
    for level in ("section", "class", "subclass", "main_group", "symbol"):
        values = symbols[["record"]].assign(value=levels.get(level, symbols.get(level))).dropna().drop_duplicates()
        out[f"ipc_{level}"] = top(values.groupby("value").size())
    fields = symbols[["record", "field", "here"]].dropna().drop_duplicates(["record", "field"])
    out["fields"] = fields.groupby("field").size().to_dict()
    sub = symbols[["record", "subclass", "year"]].drop_duplicates()
    largest = [name for name, _ in top(sub.groupby("subclass").size(), 12)]
    sub = sub[sub["subclass"].isin(largest)]
    out["class_years"] = sub[sub["year"].between(complete - 9, complete)].groupby(["subclass", "year"]).size()
    both = sub[["record", "subclass"]].merge(sub[["record", "subclass"]], on="record")
    out["white_spaces"] = both[both["subclass_x"] <= both["subclass_y"]].groupby(["subclass_x", "subclass_y"]).size()
    ranked = named.groupby("party").agg(n=("record", "size"), first=("year", "min"), last=("year", "max"))
    out["applicants"] = top(ranked["n"])
    out["shares"] = (
        named[named["party"].isin([name for name, _ in top(ranked["n"], 5)])].groupby(["party", "year"]).size()
    )
    weight = 1 / named.groupby("record")["party"].transform("size")
    out["concentration"] = {}
    for year, held in [
        ("all", weight.groupby(named["party"]).sum()),
        *(
            (year, part.groupby(level=1).sum())
            for year, part in weight.groupby([named["year"], named["party"]]).sum().groupby(level=0)
        ),
    ]:
        whole = held.sum()
        out["concentration"][year] = (
            round(10_000 * float((held**2).sum() / whole**2)),
            float(held.nlargest(4).sum() / whole),
        )
    out["newcomers"] = top(ranked.loc[ranked["first"] >= complete - 2, "n"])
    out["leavers"] = top(ranked.loc[(ranked["last"] < complete - 2) & (ranked["n"] >= 3), "n"])
    out["inventors"] = top(
        people[people["role"] == "inventor"].drop_duplicates(["record", "party"]).groupby("party").size()
    )
    out["regions_province"] = top((rows["region"].str[:2] + "0000").value_counts())
    out["regions_county"] = top(rows.loc[~rows["region"].str.endswith("00").fillna(True), "region"].value_counts())
    out["offices"], out["origins"] = top(rows["country"].value_counts()), top(rows["priority_country"].value_counts())
    out["status"] = rows.groupby(["kind", "state"], dropna=False).size()
    events = read("events", ["record", "event", "day"])
    events = events[(pd.to_datetime(events["day"]) <= pd.Timestamp(as_of)) & events["record"].isin(rows["record"])]
    out["events"] = events.groupby(["event", pd.to_datetime(events["day"]).dt.year]).size()
    edges = read("citations", ["record", "direction", "other"]).dropna()
    edges = edges[edges["record"].isin(rows["record"]) & edges["other"].isin(rows["record"])].drop_duplicates()
    out["most_cited"] = top(edges.groupby("other").size())
    days = rows.set_index("record")["filed"]
    out["main_path"] = _paths(edges.assign(one=edges["other"].map(days), other_day=edges["record"].map(days)))
    _county(rows, named, fields, events, people, out, complete)
    return out


def _paths(edges: Any) -> int:
    """The largest search path count, by the same walk as ours."""
    from zhixian.core.landscape.citations import path_counts

    names = sorted({*edges["other"], *edges["record"]})
    numbers = dict(zip(names, range(len(names)), strict=True))
    told = edges.assign(a=edges["other"].map(numbers), b=edges["record"].map(numbers))
    told = told[(told["one"] < told["other_day"]) | ((told["one"] == told["other_day"]) & (told["a"] < told["b"]))]
    told = told.sort_values(["one", "a", "other_day", "b"])
    return max(path_counts(list(zip(told["a"].tolist(), told["b"].tolist(), strict=True))).values(), default=0)


def _county(rows: Any, named: Any, fields: Any, events: Any, people: Any, out: dict[str, Any], complete: int) -> None:
    out["county"] = rows.loc[~rows["region"].str.endswith("00").fillna(True)].groupby("region").size().to_dict()
    own, whole = fields[fields["here"]].groupby("field").size(), fields.groupby("field").size()
    out["specialisation"] = ((own / own.sum()) / (whole / whole.sum())).dropna().to_dict()
    at = named.merge(rows[["record", "here", "state"]], on="record")
    at["late"] = at["year"] > complete - 3
    at["alive"] = at["state"] == "in_force"
    who = at.groupby("party").agg(
        n=("record", "size"), here=("here", "sum"), late=("late", "sum"), alive=("alive", "sum")
    )
    others = who[(who["n"] >= 2) & (2 * who["here"] <= who["n"])]
    vectors = (
        named[named["party"].isin(others.index)][["record", "party"]]
        .merge(fields[["record", "field"]], on="record")
        .pivot_table(index="party", columns="field", values="record", aggfunc="size", fill_value=0)
    )
    mine = own.reindex(vectors.columns, fill_value=0).to_numpy(float)
    matrix = vectors.to_numpy(float)
    alike = matrix @ mine / (np.linalg.norm(matrix, axis=1) * np.linalg.norm(mine))
    local = who.index[2 * who["here"] > who["n"]]
    shared = named.loc[named["party"].isin(local), "record"]
    links = (
        named[named["record"].isin(shared) & ~named["party"].isin(local)]
        .groupby("party")
        .size()
        .reindex(vectors.index, fill_value=0)
    )
    told = others.loc[vectors.index]
    score = 50 * alike + 20 * np.minimum(1, links / 3) + 15 * told["late"] / told["n"] + 15 * told["alive"] / told["n"]
    out["cooperation"] = score.nlargest(20)
    first = (
        people[people["role"].isin(["holder", "applicant"]) & (people["nth"] == 1)]
        .sort_values("role", ascending=False)
        .drop_duplicates("record")
    )
    rights = rows[(rows["state"] == "in_force") & ~rows["here"] & rows["region"].notna()].merge(
        first[["record", "party", "party_name", "sort"]], on="record"
    )
    rights = rights.merge(
        named.groupby("party")["year"].max().rename("latest"), left_on="party", right_index=True, how="left"
    )
    leaver, school = rights["latest"] < complete - 2, rights["sort"].isin(["university", "institute"])
    traded = rights["record"].isin(events.loc[events["event"].isin(["transferred", "licensed"]), "record"])
    near = rights["record"].isin(fields.loc[fields["field"].isin(own.index), "record"])
    rights["score"] = 2 * leaver + 1 * school + traded + near + (rights["cited_by"] >= 5)
    kept = (
        rights[leaver | school | traded]
        .sort_values(["score", "cited_by", "record"], ascending=[False, False, True])
        .head(20)
    )
    out["purchase"] = list(zip(kept["record"], kept["score"].astype(int), strict=True))

"""Write the sample: the files of a synthetic county and a manifest that says what an import must find in them."""

import json
from calendar import isleap
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.core.kernel.periods import period_ends
from zhixian.core.kernel.progress import Progress
from zhixian.core.registry.finding_files import LABEL_FILE
from zhixian.core.sample.county import imagine
from zhixian.core.sample.model import County
from zhixian.core.sample.profile import load_profile
from zhixian.core.sample.scale import Sizes, write_scaled
from zhixian.core.sample.truth import here, targets
from zhixian.core.sample.writers.canonical import write_canonical
from zhixian.core.sample.writers.cnipa import write_cnipa
from zhixian.core.sample.writers.ops import write_ops
from zhixian.core.sample.writers.templates import write_templates
from zhixian.core.sample.writers.vendors import write_incopat, write_patentics, write_patsnap
from zhixian.core.sample.writers.written import Written

MANIFEST = "manifest.json"
SEED = 2017


def make(
    out: Path, *, plan: Path, seed: int = SEED, scale: int = 1, progress: Progress | None = None
) -> dict[str, Any]:
    """Write the sample county of a plan's `sample.yaml` to `out` and return its manifest.

    `out/<label>/` holds the files to import, `out/manifest.json` what is true and which rows are wrong on purpose. With
    `scale` above 1 the folder holds canonical Parquet tables of that many counties instead, for measuring. Raises
    Refusal when the plan has no usable profile.
    """
    profile = load_profile(plan)
    folder = out / profile.label
    folder.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, Any] = {
        "label": profile.label,
        "seed": seed,
        "region": profile.region,
        "scale": scale,
        "folder": str(folder),
    }
    if scale > 1:
        manifest["tables"] = write_scaled(folder, profile, Sizes.of(profile, scale), seed=seed, progress=progress)
    else:
        county = imagine(profile, seed=seed)
        manifest["files"] = [_file(written, folder) for written in _write(county, folder)]
        manifest["truth"] = {day.isoformat(): targets(county, day) for day in truth_days(county)}
        manifest["in_force"] = _in_force(county, profile.horizon)
    for place in (folder, *(child for child in folder.iterdir() if child.is_dir())):
        (place / LABEL_FILE).write_text(profile.label + "\n", encoding="utf-8")
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (out / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return manifest


def truth_days(county: County) -> list[date]:
    """Year ends from the first year on, and some days that are no end of anything."""
    profile = county.profile
    ends = period_ends(date(profile.first_year, 12, 31), profile.last_day, every=12)
    return sorted({*ends, _leap_day(profile.horizon), date(profile.horizon.year - 2, 6, 21), profile.last_day})


def _leap_day(day: date) -> date:
    """The last 29 February up to a day's year."""
    year = day.year
    while not isleap(year):
        year -= 1
    return date(year, 2, 29)


def _write(county: County, folder: Path) -> list[Written]:
    return [
        write_patsnap(county, folder),
        write_incopat(county, folder),
        write_patentics(county, folder),
        write_cnipa(county, folder),
        write_ops(county, folder),
        *write_templates(county, folder),
        *write_canonical(county, folder),
    ]


def _file(written: Written, folder: Path) -> dict[str, Any]:
    return {"file": str(written.path.relative_to(folder)), "rows": written.rows, "refused": written.refused}


def _in_force(county: County, day: date) -> dict[str, int]:
    counts: dict[str, int] = {}
    for right in here(county, day):
        counts[right.kind] = counts.get(right.kind, 0) + 1
    return dict(sorted(counts.items()))

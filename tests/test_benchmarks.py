"""The measuring scripts that need no peers still run, on very little."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["targets.py", "--rows", "20000", "--without", "pandas", "pandas_filtered", "postgres"], "**Zhixian from the monthly cube**"),
        (["imports.py", "--share", "0.001"], "| xml | import to snapshot | 200 |"),
        (["incentives.py", "--enterprises", "300", "--times", "1", "--without", "pandas", "openfisca"], "Decimal loop"),
        (["legal_clock.py", "--dossiers", "5"], "Zhixian, due day"),
        (["rights_page.py", "--rows", "300", "--times", "2"], "| very common word |"),
        (["search.py", "--rows", "2000", "--times", "3", "--without", "postgres"], "| very common word |"),
        (["landscape.py", "--rows", "2000", "--times", "1"], "| 2,000 |"),
        (["look_alike.py", "--rows", "2000", "--signs", "3", "--without", "rapidfuzz"], "| **Zhixian** |"),
    ],
)  # fmt: skip
def test_a_benchmark_runs(tmp_path, words, said):
    script, *options = words
    folder = (
        []
        if script in {"legal_clock.py", "look_alike.py"}
        else ["--folder" if script == "imports.py" else "--dir", str(tmp_path)]
    )
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / script), *options, *folder],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert said in done.stdout

"""Every command says of the sample's data that they are synthetic, on screen and in its JSON, and the page names what its JSON has."""

import json
import re
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from zhixian.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
PLAN = ("--plan", str(ROOT / "plans" / "shanghang"))
DAY = ("--as-of", "2020-12-31")
LABEL = "合成数据"


def said(*words):
    out = StringIO()
    with redirect_stdout(out):
        assert main([*map(str, words)]) == 0
    return out.getvalue()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The data folder of the sample county, with a topic and a number that stands in it."""
    folder = tmp_path_factory.mktemp("sample")
    data = ("--data", str(folder / "data"))
    said("sample", *PLAN, "--out", folder / "county")
    said("registry", "import", folder / "county", *data)
    said("topic", "make", "铜", "--query", "铜", *DAY, *data)
    found = json.loads(said("search", "铜", *DAY, "--json", *data))
    reform = folder / "reform.yaml"
    reform.write_text(
        "changes:\n  - {incentive: gi_mark, parameter: fixed, value: '200000', effective: '2020-01-01'}\n", "utf-8"
    )
    return folder, data, found["hits"][0]["number"], reform


COMMANDS = {
    "registry status": ("registry", "status"),
    "targets": ("targets", *PLAN, *DAY),
    "targets --explain": ("targets", *PLAN, *DAY, "--explain", "gi_marks"),
    "indicators": ("indicators", *PLAN, *DAY),
    "one indicator": ("indicators", "gi_marks", *PLAN, *DAY, "--since", "2018-01-01", "--every", "year"),
    "incentives": ("incentives", *PLAN, "--year", "2020"),
    "incentives --reform": ("incentives", *PLAN, "--year", "2020", "--reform", "{reform}"),
    "search": ("search", "铜", *DAY),
    "search without a hit": ("search", "没有这样的词", *DAY),
    "search --like": ("search", "--like", "{number}", *DAY),
    "look-alike": ("look-alike", *PLAN, *DAY),
    "look-alike without a hit": ("look-alike", "没有这样的名称", *DAY),
    "topic list": ("topic", "list"),
    "topic show": ("topic", "show", "铜"),
    "topic refresh": ("topic", "refresh", "铜", *DAY),
    "topic make": ("topic", "make", "再来", "--query", "铜", *DAY),
    "landscape": ("landscape", "铜"),
}
ON_SCREEN_ONLY = {
    "registry import": ("registry", "import", "{county}"),
    "topic applicants": ("topic", "applicants", "铜"),
    "topic applicants --xlsx": ("topic", "applicants", "铜", "--xlsx", "{out}.xlsx"),
    "topic export": ("topic", "export", "铜", "--xlsx", "{out}.xlsx"),
    "search --xlsx": ("search", "铜", *DAY, "--xlsx", "{out}.xlsx"),
    "landscape --docx": ("landscape", "铜", "--docx", "{out}.docx"),
}


def filled(words, sample, tmp_path):
    folder, data, number, reform = sample
    shutil.rmtree(folder / "data" / "topics" / "再来", ignore_errors=True)
    given = {"number": number, "reform": reform, "out": tmp_path / "out", "county": folder / "county"}
    return [*(word.format(**given) for word in words), *data]


@pytest.mark.parametrize("command", [*COMMANDS, *ON_SCREEN_ONLY])
def test_the_screen_says_that_the_data_are_synthetic(sample, tmp_path, command):
    assert LABEL in said(*filled((COMMANDS | ON_SCREEN_ONLY)[command], sample, tmp_path))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_json_says_that_the_data_are_synthetic(sample, tmp_path, command):
    told = json.loads(said(*filled(COMMANDS[command], sample, tmp_path), "--json"))
    for one in told.get("topics", [told]):
        assert one["labels"] == [LABEL]


def keys_of(name):
    """The outer keys that the page names for a command's JSON."""
    told = PAGE[PAGE.index(name, PAGE.index("## JSON")) :]
    written = told[told.index("`{") : told.index("}`") + 1]
    inside, depth = [], 0
    for sign in written:
        depth -= sign in "}]"
        if depth == 1 and sign not in "[{":
            inside.append(sign)
        depth += sign in "{["
    return set(re.findall(r"(?:^|,)\s*(\w+)", "".join(inside)))


DESCRIBED = {
    "registry status": "`registry status`",
    "targets": "`targets`:",
    "targets --explain": "`targets --explain`",
    "indicators": "`indicators`:",
    "incentives": "`incentives`:",
    "incentives --reform": "`incentives --reform`",
    "search": "`search`:",
    "search --like": "With `--like`:",
    "look-alike": "`look-alike`:",
    "topic list": "`topic list`",
    "topic show": "`topic make`, `show`, `refresh`",
    "landscape": "`landscape`",
}


@pytest.mark.parametrize("command", DESCRIBED)
def test_the_page_names_the_keys_that_the_json_has(sample, tmp_path, command):
    told = json.loads(said(*filled(COMMANDS[command], sample, tmp_path), "--json"))
    assert keys_of(DESCRIBED[command]) == set(told)

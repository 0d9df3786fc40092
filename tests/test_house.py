"""The house keeps its order: every module says what it is for, and nothing in the source knows a place."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.test.utils import isolate_apps

from zhixian.core.catalogue import MATTERS
from zhixian.web.kit.models import Job
from zhixian.web.matters.models import Dossier

SOURCE = Path(__file__).parents[1] / "src" / "zhixian"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_opens_with_what_it_is_for(path):
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc, path
    assert not doc.lower().startswith("this "), path


def test_nothing_in_the_source_knows_a_place():
    """Neither the county whose plan lies in plans/ nor its code, its area code, its townships; the table of regions names all."""
    ours = ("上杭", "shanghang", "350823", "0597", "蛟洋", "古田", "临城镇", "汀江")
    read = {
        path: path.read_text(encoding="utf-8").lower()
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".yaml", ".html", ".js"}
    }
    assert [(path.name, word) for path, words in read.items() for word in ours if word in words] == []


def test_no_rule_or_story_is_told_of_one_county():
    told = {path: path.read_text(encoding="utf-8") for path in (SOURCE / "core" / "catalogue").rglob("*.yaml")}
    assert told
    assert [str(path) for path, words in told.items() if re.search(r"region: *[\"']?\d{6}", words)] == []


OF_A_PLAN = re.compile(
    r"(?:方案|意见|规划|计划|本县)[》」]?\s*(?:第\s*[0-9一二三四五六七八九十]|保障措施|[（(][一二三四五六七八九十])"
)
"""A clause of a plan by its number, in any writing; those of laws are the same everywhere."""


@pytest.mark.parametrize(
    "words", ["方案第18条（拓展知识产权金融服务）", "方案第 5 至 7 条", "《方案》第十八条", "方案保障措施（二）"]
)
def test_a_clause_of_a_plan_is_seen_in_any_writing(words):
    assert OF_A_PLAN.search(words)


def test_catalogue_and_templates_name_no_clause_of_a_plan():
    """Which clause a thing serves is for the plan to say: another county numbers its own."""
    shown = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.yaml"), *SOURCE.rglob("*.js")]
    read = {path: path.read_text(encoding="utf-8") for path in shown if "vendor" not in path.parts}
    assert [(path.name, told[0]) for path, words in read.items() for told in OF_A_PLAN.finditer(words)] == []
    catalogue = {path: words for path, words in read.items() if "catalogue" in path.parts}
    assert {path.parent.name for path in catalogue} >= {"registers", *MATTERS}
    assert [path.name for path, words in catalogue.items() if re.search(r"^\W*clauses?:", words, re.MULTILINE)] == []


def test_no_two_files_of_tests_share_a_name():
    """Folders of tests are no packages: of two modules of one name the runner would import only the first."""
    loose = [path for path in Path(__file__).parent.rglob("*.py") if not (path.parent / "__init__.py").exists()]
    names = Counter(path.name for path in loose if path.name != "conftest.py")
    assert [name for name, times in names.items() if times > 1] == []


CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns", "perf_counter", "monotonic"}
"""Names that only a clock has; `time` is one when it is asked of the module `time`, a word anywhere else."""


def clocks(source: str) -> list[int]:
    """The lines that ask what time it is, by whatever name the clock was imported."""
    tree = ast.parse(source)
    modules, names = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "time"}
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            names |= {alias.asname or alias.name for alias in node.names if alias.name in {"time", *CLOCKS}}
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in CLOCKS)
        or (isinstance(node, ast.Attribute) and node.attr == "time" and getattr(node.value, "id", "") in modules)
        or (isinstance(node, ast.Name) and node.id in names)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "import time\nt = time.time()",
        "import time as clock\nt = clock.time()",
        "from time import time\nt = time()",
        "from time import localtime as here\nt = here()",
        "import datetime\nt = datetime.date.today()",
        "from datetime import datetime as D\nt = D.now()",
    ],
)
def test_a_clock_is_seen_by_any_name(source):
    assert clocks(source) == [2]


@pytest.mark.parametrize("source", ["from datetime import date, time\nt = time(8)", "t = row.time"])
def test_a_time_of_day_is_no_clock(source):
    assert clocks(source) == []


def test_core_has_no_clock():
    for path in (SOURCE / "core").rglob("*.py"):
        assert clocks(path.read_text(encoding="utf-8")) == [], path


def floors() -> dict[str, int]:
    """App of the web → how far up it stands, by the contract on imports; neighbours share a floor."""
    settings = tomllib.loads((SOURCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    [layers] = [one["layers"] for one in contracts if one.get("containers") == ["zhixian.web"]]
    return {
        name.strip().strip("()"): floor for floor, names in enumerate(reversed(layers)) for name in names.split("|")
    }


def keys_that_run_upstairs(held: list[type[models.Model]]) -> list[str]:
    """Relations of models of the web to one that stands above them, or beside them in another app."""
    found = []
    for model in held:
        for field in model._meta.get_fields(include_hidden=True):
            if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.model is not model:
                continue
            own, other = (floors().get(one._meta.app_label) for one in (model, field.related_model))
            apart = model._meta.app_label != field.related_model._meta.app_label
            if field.related_model is get_user_model():  # named by a setting, so that no room imports it
                continue
            if own is not None and other is not None and apart and other >= own:
                found.append(f"{model.__name__}.{field.name}")
    return found


def test_foreign_keys_run_downstairs_as_imports_do():
    held = [model for model in apps.get_models() if model.__module__.startswith("zhixian.web.")]
    assert {model._meta.app_label for model in held} <= floors().keys()
    assert len(held) > 20
    assert keys_that_run_upstairs(held) == []


def test_a_key_that_runs_upstairs_is_seen():
    with isolate_apps("zhixian.web.registry"):

        class Odd(models.Model):
            up = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
            down = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")

            class Meta:
                app_label = "registry"

            def __str__(self):
                return ""

        assert keys_that_run_upstairs([Odd]) == ["Odd.up"]

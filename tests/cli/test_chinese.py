"""Everything the command line says is Chinese, on terminals of any encoding."""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from zhixian.cli import COMMANDS, main, parser
from zhixian.cli.parser import QUERY

ENGLISH = re.compile(r"[A-Za-z]{2,}")
NAMES = {
    "ZL",
    "zhixian",
    "JSON",
    "YAML",
    "Excel",
    "txt",
    "docx",
    "html",
    "pdf",
    "demo",
    "plans",
    "zip",
    "csv",
    "XML",
    "secret",
    "key",
    "backup",
}
"""Words of help that are names of formats, folders and the program."""


def parsers(whole: argparse.ArgumentParser):
    """A parser and everything below it."""
    yield whole
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def every_parser():
    for name in COMMANDS:
        below = next(a for a in parser(name)._actions if isinstance(a, argparse._SubParsersAction)).choices[name]
        yield from parsers(below)
    yield parser(None)


def literals(of: argparse.ArgumentParser) -> set[str]:
    """What is typed as it stands: options, the words they may take, commands."""
    found = set(of.prog.split())
    for action in of._actions:
        found |= {*action.option_strings, *map(str, action.choices or ())}
    return found


def english(text: str, of: argparse.ArgumentParser) -> list[str]:
    known = {word for literal in literals(of) for word in ENGLISH.findall(literal)} | NAMES
    return [word for word in ENGLISH.findall(text) if word not in known]


@pytest.mark.parametrize("of", list(every_parser()), ids=lambda of: of.prog)
def test_help_has_no_english_but_what_is_typed(of):
    assert english(of.format_help(), of) == []


WRONG = [
    ["plna"], ["plan"], ["plan", "raed"], ["plan", "read"], ["plan", "read", "a", "b"], ["plan", "read", "a", "--out"],
    ["plan", "read", "a", "--json=1"], ["registry", "import"], ["registry", "import", "--data"],
    ["targets", "--data", "d", "--as-of", "0"], ["targets", "--data", "d", "--as-of", "2019-02-29"],
    ["targets", "--data", "d", "--as-of", "1984-12-31"], ["targets", "--data", "d", "--as-of", "2201-01-01"],
    ["targets", "--data", "d", "--as-of", "2019-12-31", "--region", "35082"], ["targets", "--bogus", "1"],
    ["incentives", "--data", "d", "--year", "2019", "--json", "--xlsx", "a"], ["incentives", "--data", "d", "--year", "x"],
    ["incentives", "--data", "d", "--year", "2019", "--quarter", "5"],
    ["indicators", "--data", "d", "--as-of", "2019-12-31", "--by", "colour"],
    ["indicators", "--data", "d", "--as-of", "2019-12-31", "--every", "week"], ["sample", "--out", "a", "--seed", "x"],
    ["sample", "--out", "a", "--scale", "0"], ["sample", "--s", "1", "--out", "a"],
]  # fmt: skip


@pytest.mark.parametrize("argv", WRONG, ids=" ".join)
def test_wrong_usage_is_told_without_english(argv, capsys):
    with pytest.raises(SystemExit) as end:
        main(argv)
    said = capsys.readouterr().err
    assert end.value.code == 2
    typed = {word for text in argv for word in ENGLISH.findall(text)}
    options = {word for option in re.findall(r"--[a-z-]+", said) for word in ENGLISH.findall(option)}
    of = next(of for of in every_parser() if said.startswith(f"{of.prog}："))
    assert [word for word in english(said, of) if word not in typed | options] == []


def run(*argv, encoding="", **environment):
    names = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **environment}
    names |= {"PYTHONIOENCODING": encoding} if encoding else {}
    return subprocess.run([sys.executable, "-m", "zhixian", *argv], env=names, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "latin-1", "gbk"])
def test_a_terminal_without_chinese_gets_backslashes_and_no_traceback(shanghang, encoding):
    done = run("plan", "check", str(shanghang), encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    refused = run("plan", "check", "nowhere", encoding=encoding)
    expected = "没有这个方案目录".encode(encoding.partition(":")[0], "backslashreplace")
    assert refused.returncode == 2
    assert expected in refused.stderr
    assert run("targets", encoding=encoding).returncode == 2
    assert run("--help", encoding=encoding).returncode == 0


def test_json_stays_json_without_chinese(shanghang):
    text = str(Path(shanghang) / "text.txt")
    plain = run("plan", "read", text, "--json", encoding="ascii")
    assert plain.returncode == 0
    assert json.loads(plain.stdout.decode("ascii")) == json.loads(
        run("plan", "read", text, "--json", encoding="utf-8").stdout.decode()
    )


def test_the_c_locale_is_no_trouble():
    for more in ({"LANG": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}):
        done = run("plan", "check", "nowhere", **more)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


def taking_a_value():
    """The command and every option or argument below it that takes one, up to the point where it is written."""
    for of in every_parser():
        before = of.prog.split()[1:]
        for action in of._actions:
            if action.nargs in {0, argparse.PARSER, argparse.REMAINDER} or action.metavar == QUERY:
                continue
            yield pytest.param([*before, *action.option_strings[:1]], id=" ".join([*before, action.dest]))
            if not action.option_strings:
                before = [*before, "1"]


@pytest.mark.parametrize("written", list(taking_a_value()))
@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_name_day_or_path_is_wrong_usage(written, empty, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="2"):
        main([*written, empty])
    said = capsys.readouterr().err
    assert "写了空的" in said, said
    assert not list(tmp_path.iterdir())


def test_an_empty_query_is_none_and_asks_for_all_rights(tmp_path, capsys):
    assert main(["search", "", "--data", str(tmp_path)]) == 1
    assert "写了空的" not in capsys.readouterr().err

"""The measuring scripts are found in a checkout, run as they are, and refused in words where they cannot be."""

from pathlib import Path

import pytest

from zhixian.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with one script that ends with the number it is given, and a file beside it."""
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "one.py").write_text(
        '"""Promise: quick.\n\nMore.\n"""\n\nimport sys\n\nimport one_peers\n\n'
        'if __name__ == "__main__":\n    sys.exit(one_peers.status(sys.argv[1:]))\n',
        encoding="utf-8",
    )
    (folder / "one_peers.py").write_text(
        '"""Peers."""\n\n\ndef status(words):\n    return int(words[1])\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return folder


def test_it_lists_what_can_be_run(checkout, capsys):
    assert main(["bench"]) == 0
    assert capsys.readouterr().out == "one\tPromise: quick.\n"


def test_every_promise_of_the_checkout_is_listed(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert main(["bench"]) == 0
    listed = [line.partition("\t")[0] for line in capsys.readouterr().out.splitlines()]
    promised = "imports incentives landscape legal_clock look_alike pages rights_page search targets"
    assert listed == promised.split()


def test_it_runs_the_script_with_its_arguments(checkout):
    assert main(["bench", "one", "--status", "3"]) == 3


@pytest.mark.parametrize(
    ("peers", "said"),
    [
        ("import no_such_peer\n", "没有安装对照用的 no_such_peer"),
        ("def late():\n    from no_such_peer.deep import x\n", "没有安装对照用的 no_such_peer"),
    ],
)
def test_a_peer_that_is_not_installed(checkout, capsys, peers, said):
    (checkout / "one_peers.py").write_text(peers, encoding="utf-8")
    assert main(["bench", "one"]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "script/setup bench" in told


def test_an_unknown_name_lists_the_others(checkout, capsys):
    assert main(["bench", "two"]) == 2
    assert "没有“two”这一项" in capsys.readouterr().err


def test_outside_of_a_checkout(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["bench"]) == 1
    assert "在源码目录（含 benchmarks/）里运行" in capsys.readouterr().err

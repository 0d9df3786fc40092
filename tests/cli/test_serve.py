"""What `zhixian serve` refuses before it starts, and that it leaves nothing behind when it stops."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from zhixian.cli import main
from zhixian.core.kernel.refusal import Refusal


def test_a_port_in_use_is_refused_with_another(shanghang, tmp_path, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--plan", str(shanghang), "--data", str(tmp_path), "--port", str(port)]) == 1
    assert f"端口 {port} 已经被别的程序占用" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "http", "８０００"])
def test_what_is_no_port_is_wrong_usage(port, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["serve", "--port", port])
    assert stopped.value.code == 2
    assert "端口号" in capsys.readouterr().err


def test_a_demo_is_not_served_to_other_machines(shanghang, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ZHIXIAN_DEMO", "1")
    assert main(["serve", "--plan", str(shanghang), "--data", str(tmp_path), "--host", "0.0.0.0"]) == 1
    assert "只能在本机上看" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_is_known_by_its_names(host):
    from zhixian.cli.serve import is_loopback

    assert is_loopback(host)


def test_an_address_of_another_machine_is_refused():
    from zhixian.cli.serve import refuse_taken

    with pytest.raises(Refusal, match="没有这个地址"):
        refuse_taken("192.0.2.1", 8000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children(pid: int) -> set[int]:
    """Every process below one, by what Linux tells."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            own, rest = stat.read_text().split(" (", 1)
        except OSError:
            continue
        parents[int(own)] = int(rest.rsplit(") ", 1)[1].split()[1])
    found, edge = set(), {pid}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge}
        found |= edge
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_site_leaves_no_process_behind(shanghang, tmp_path, number):
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment |= {"ZHIXIAN_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "zhixian", "serve", "--plan", str(shanghang), "--data", str(tmp_path)]
    with subprocess.Popen([*command, "--port", str(port)], env=environment, stdout=subprocess.PIPE, text=True) as site:
        assert f"http://127.0.0.1:{port}/" in site.stdout.readline()
        running = children(site.pid)
        assert len(running) >= 3
        site.send_signal(number)
        assert site.wait() == 0
    assert [pid for pid in running if Path(f"/proc/{pid}").exists()] == []

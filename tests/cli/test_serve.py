"""What `zhixian serve` refuses before it starts, and that it leaves nothing behind when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from itertools import pairwise
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


def test_a_port_that_was_taken_while_the_site_was_made_ready_is_refused():
    from zhixian.cli.serve import serve

    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Refusal, match="已经被别的程序占用"):
            serve("127.0.0.1", other.getsockname()[1], 1)


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
    end = time.monotonic() + 10  # what has ended is taken off the list by the system a moment later
    while (left := [pid for pid in running if Path(f"/proc/{pid}").exists()]) and time.monotonic() < end:
        time.sleep(0.05)
    assert left == []


def test_an_address_is_no_matter_of_ports():
    from zhixian.cli.serve import refuse_taken

    with pytest.raises(Refusal, match=r"应为：127\.0\.0\.1") as refused:
        refuse_taken("192.0.2.1", 65_535)
    assert "--port" not in str(refused.value)


@pytest.mark.parametrize(("port", "other"), [(65_535, 8000), (80, 8000), (8000, 8001)])
def test_another_port_is_one_that_there_is(port, other, monkeypatch):
    from zhixian.cli import serve

    class Taken(socket.socket):
        def bind(self, *_):
            raise OSError(98, "taken")

    monkeypatch.setattr(serve.socket, "socket", Taken)
    with pytest.raises(Refusal, match=f"--port {other}$"):
        serve.refuse_taken("127.0.0.1", port)


def test_a_worker_that_keeps_dying_is_started_ever_later_and_told(monkeypatch, capsys):
    from zhixian.cli import serve

    now = [0.0]
    monkeypatch.setattr(serve.time, "monotonic", lambda: now[0])
    watch, starts = serve._Watch(), []
    while now[0] < 300:
        if watch.is_due(1):
            starts.append(now[0])
        now[0] += 0.5
    assert [round(later - before) for before, later in pairwise(starts)][:3] == [10, 30, 60]
    assert capsys.readouterr().err.count("后台作业的进程停了") == len(starts) + 1


@pytest.mark.parametrize("command", ["audit verify", "audit root --day 2020-12-31", "backup --out {tmp}/a.zip"])
def test_a_folder_without_a_site_is_not_made_into_one(command, shanghang, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    words = command.format(tmp=tmp_path).split()
    assert main([*words, "--plan", str(shanghang), "--data", str(tmp_path / "nowhere")]) == 2
    assert main([*words, "--plan", str(shanghang), "--data", str(tmp_path)]) == 1
    assert "这个目录里没有网站" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("DATABASE_URL", "foo", "DATABASE_URL 应写成"), ("ZHIXIAN_SMTP", "foo", "ZHIXIAN_SMTP 应写成")],
)
def test_an_environment_that_cannot_be_meant_is_refused_in_words(name, value, said, shanghang, tmp_path):
    env = {**os.environ, "ZHIXIAN_PLAN": str(shanghang), "ZHIXIAN_DATA": str(tmp_path), name: value}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "zhixian", "worker"], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (1, True, False)

"""`zhixian serve` runs the site on loopback, with a worker for long jobs beside it."""

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from pathlib import Path

from zhixian.cli.arguments import add_plan, add_port, day
from zhixian.core.kernel.refusal import Refusal

GRACE = 10
"""Seconds that the parts of the site have to end by themselves."""
_WHY = {
    errno.EADDRINUSE: "已经被别的程序占用",
    errno.EACCES: "不允许使用（1024 以下的端口要管理员权限）",
    errno.EADDRNOTAVAIL: "用不了：这台机器没有这个地址",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian serve`."""
    add_plan(parser)
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="目录", help="数据目录，默认 data")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认 127.0.0.1")
    add_port(parser)
    parser.add_argument("--workers", type=int, default=2, metavar="个数", help="进程个数，默认 2")
    parser.add_argument("--today", type=day, metavar="日期", help="演示用：把这一天当作今天")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted."""
    set_environment(args.plan, args.data, args.today)
    from zhixian.site.environment import flag

    if flag("ZHIXIAN_DEMO") and not is_loopback(args.host):
        raise Refusal(
            "演示网站不用密码就能进入，只能在本机上看",
            where=f"--host {args.host}",
            expected="127.0.0.1；正式运行时去掉环境变量 ZHIXIAN_DEMO",
        )
    refuse_taken(args.host, args.port)
    return serve(args.host, args.port, args.workers)


def set_environment(plan: Path, data: Path, today: object = None) -> None:
    """Tell the site, through the environment, which plan and data it is about."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixian.site.settings")
    os.environ["ZHIXIAN_PLAN"], os.environ["ZHIXIAN_DATA"] = str(plan), str(data)
    if today:
        os.environ["ZHIXIAN_TODAY"] = str(today)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a site on that address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_taken(host: str, port: int) -> None:
    """Raises Refusal when the site could not listen there. The server itself would share a port without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = _WHY.get(error.errno or 0, f"用不了：{error.strerror}")
            raise Refusal(
                f"端口 {port} {why}", where=host, expected=f"用 --port 换一个，例如 --port {port + 1}"
            ) from None


def serve(host: str, port: int, workers: int) -> int:
    """The web server and the worker, each a process of its own, until a signal comes; a worker that died is replaced."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)  # SIGINT too: a shell starts background jobs with it ignored
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(_start([sys.executable, "-m", "zhixian.site.server", host, str(port), str(workers)]))
        if _wait_until_it_answers(running[0], host, port):
            running.append(_start(_WORKER))
            print(f"网站在 http://{f'[{host}]' if ':' in host else host}:{port}/ ，按 Ctrl+C 停止。", flush=True)
        while running[0].poll() is None:
            time.sleep(0.5)
            if running[1].poll() is not None:
                running[1] = _start(_WORKER)
        return running[0].returncode
    except KeyboardInterrupt:
        return 0
    finally:
        _end(running)


_WORKER = [sys.executable, "-m", "zhixian", "worker"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that Ctrl+C reaches only this process, which then ends the others in order."""
    return subprocess.Popen(command, env=os.environ, start_new_session=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _wait_until_it_answers(server: subprocess.Popen[bytes], host: str, port: int) -> bool:
    """Whether the site answers anything at all before its process ends."""
    while server.poll() is None:
        asked = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5)  # noqa: S104 -- compared
        try:
            asked.request("GET", "/healthz")
            asked.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return True
        finally:
            asked.close()
    return False


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, wait, then make sure of it and of its children."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in running:
        process.terminate()
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

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

from zhixian.cli.arguments import add_data, add_plan, add_port, day
from zhixian.cli.site import set_environment
from zhixian.core.kernel.files import trouble
from zhixian.core.kernel.refusal import Refusal

GRACE = 10
"""Seconds that the parts of the site have to end by themselves."""
_WHY = {
    errno.EADDRINUSE: "已经被别的程序占用",
    errno.EACCES: "不允许使用（1024 以下的端口要管理员权限）",
}
_LAST_PORT = 65_535
_PAUSES = (0.5, 2, 10, 30, 60)
"""Seconds before a worker is started once more: each time it dies young the next one; one that worked a minute begins anew."""


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian serve`."""
    add_plan(parser)
    add_data(parser, default="data")
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
    return serve(args.host, args.port, args.workers)


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
            if error.errno == errno.EADDRNOTAVAIL:
                raise Refusal(
                    "这台机器没有这个地址", where=f"--host {host}", expected="127.0.0.1，或本机的地址"
                ) from None
            other = port + 1 if 1024 <= port < _LAST_PORT else 8000
            raise Refusal(
                f"端口 {port} {_WHY.get(error.errno or 0, '用不了：' + trouble(error))}",
                where=host, expected=f"用 --port 换一个，例如 --port {other}",
            ) from None  # fmt: skip


def serve(host: str, port: int, workers: int) -> int:
    """The web server and the worker, each a process of its own, until a signal comes; a worker that died is replaced.

    Raises Refusal when the port was taken while the site was made ready.
    """
    refuse_taken(host, port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)  # SIGINT too: a shell starts background jobs with it ignored
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(_start([sys.executable, "-m", "zhixian.site.server", host, str(port), str(workers)]))
        if _wait_until_it_answers(running[0], host, port):
            running.append(_start(_WORKER))
            print(f"网站在 http://{f'[{host}]' if ':' in host else host}:{port}/ ，按 Ctrl+C 停止。", flush=True)
        watch = _Watch()
        while running[0].poll() is None:
            time.sleep(0.5)
            if (status := running[1].poll()) is not None and watch.is_due(status):
                running[1] = _start(_WORKER)
        return running[0].returncode
    except KeyboardInterrupt:
        return 0
    finally:
        _end(running)


class _Watch:
    """When a worker that died is to be started once more: at once, and ever later while it keeps dying young."""

    def __init__(self) -> None:
        self.began, self.young = time.monotonic(), 0
        self.due: float | None = None

    def is_due(self, status: int) -> bool:
        """Asked again and again while it lies dead; the first time tells people."""
        now = time.monotonic()
        if self.due is None:
            self.young = 0 if now - self.began > _PAUSES[-1] else self.young + 1
            pause = _PAUSES[min(self.young, len(_PAUSES) - 1)]
            self.due = now + pause
            print(f"zhixian：后台作业的进程停了（状态 {status}），{pause:g} 秒后重新启动", file=sys.stderr, flush=True)
        if now < self.due:
            return False
        self.began, self.due = now, None
        return True


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

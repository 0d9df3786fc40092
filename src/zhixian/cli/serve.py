"""`zhixian serve` runs the site on loopback, with a worker for long jobs beside it."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from zhixian.cli.arguments import add_plan, day


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian serve`."""
    add_plan(parser)
    parser.add_argument("--data", type=Path, default=Path("data"), metavar="目录", help="数据目录，默认 data")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, metavar="端口", help="监听端口，默认 8000")
    parser.add_argument("--workers", type=int, default=2, metavar="个数", help="进程个数，默认 2")
    parser.add_argument("--today", type=day, metavar="日期", help="演示用：把这一天当作今天")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepare, then serve until interrupted."""
    set_environment(args.plan, args.data, args.today)
    from zhixian.site.prepare import prepare

    prepare()
    print(f"网站在 http://{args.host}:{args.port}/ ，按 Ctrl+C 停止。")
    return serve(args.host, args.port, args.workers)


def set_environment(plan: Path, data: Path, today: object = None) -> None:
    """Tell the site, through the environment, which plan and data it is about."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixian.site.settings")
    os.environ["ZHIXIAN_PLAN"], os.environ["ZHIXIAN_DATA"] = str(plan), str(data)
    if today:
        os.environ["ZHIXIAN_TODAY"] = str(today)


def serve(host: str, port: int, workers: int) -> int:
    """The web server and the worker, each a process of its own; both end together."""
    worker = subprocess.Popen([sys.executable, "-m", "zhixian", "worker"], env=os.environ)
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "warning",
            "zhixian.site.wsgi:application",
        ],
        env=os.environ,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (server, worker):
            process.terminate()
        for process in (server, worker):
            process.wait()

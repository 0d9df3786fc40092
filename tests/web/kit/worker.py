"""A worker process for tests: `python -m kit.worker [--once] [--dies-queuing]` with the paths of the tests."""

import os
import signal
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "worker_settings"
import django

django.setup()
import kit.slow_jobs  # noqa: E402, F401 -- registers the jobs

from zhixian.web.kit.runner import work  # noqa: E402 -- once the apps are loaded

if "--dies-queuing" in sys.argv:
    from zhixian.web.kit.jobs import run

    type(run).enqueue = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign]
work(once="--once" in sys.argv)

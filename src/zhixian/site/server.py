"""The web server: one process that loads the site once and forks the workers that answer."""

import gc
import sys

from django.core.exceptions import ImproperlyConfigured
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from zhixian.core.kernel.refusal import Refusal
from zhixian.site.prepare import prepare


def main(host: str, port: int, workers: int) -> None:
    """Prepare the site and serve it until a signal comes."""
    prepare()
    from zhixian.site.first_people import how_to_begin  # noqa: PLC0415 -- after Django is set up

    if told := how_to_begin():
        print(told, file=sys.stderr, flush=True)
    _load()
    Server(
        "zhixian.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def _load() -> None:
    """Everything a worker needs, before the fork: workers then start at once and share the memory."""
    from django.db import connections  # noqa: PLC0415 -- after Django is set up
    from django.urls import get_resolver  # noqa: PLC0415

    import zhixian.site.wsgi  # noqa: F401, PLC0415
    from zhixian.web.kit.plan import the_plan  # noqa: PLC0415

    the_plan()
    assert get_resolver().url_patterns
    connections.close_all()
    gc.freeze()


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except Refusal as refusal:
        sys.exit(f"zhixian：{refusal}")
    except ImproperlyConfigured as error:
        sys.exit(f"zhixian：环境变量：{error}")

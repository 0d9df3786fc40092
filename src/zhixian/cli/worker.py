"""`zhixian worker` does the long jobs of the site; at its start it asks for the figures that are not published yet."""

import argparse
from importlib import import_module

from zhixian.cli.site import set_up


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian worker`; plan and data come from the environment that `zhixian serve` sets."""
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Work until told to stop; a second worker waits until the first is gone."""
    set_up()
    from django.conf import settings

    from zhixian.web.indicators.jobs import publish_what_is_missing
    from zhixian.web.kit.runner import work

    import_module(settings.ROOT_URLCONF)  # the rooms are wired when the addresses are read

    publish_what_is_missing()
    work()
    return 0

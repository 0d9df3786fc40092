"""`zhixian worker` does the long jobs of the site; at its start it asks for the figures that are not published yet."""

import argparse
import os


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian worker`; plan and data come from the environment that `zhixian serve` sets."""
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixian.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from zhixian.web.indicators.jobs import publish_what_is_missing

    publish_what_is_missing()
    call_command("db_worker", verbosity=0)
    return 0

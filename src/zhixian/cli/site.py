"""What the commands about the site share: the environment that names its plan and data, and Django made ready for it."""

import os
from pathlib import Path

from zhixian.cli.arguments import WrongUsage
from zhixian.core.kernel.refusal import Refusal


def set_environment(plan: Path, data: Path, today: object = None) -> None:
    """Tell the site, through the environment, which plan and data it is about."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixian.site.settings")
    os.environ["ZHIXIAN_PLAN"], os.environ["ZHIXIAN_DATA"] = str(plan), str(data)
    if today:
        os.environ["ZHIXIAN_TODAY"] = str(today)


def set_up() -> None:
    """Make Django ready. Raises Refusal when the environment asks for what cannot be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixian.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refusal(str(error), where="环境变量") from None


def open_site(plan: Path, data: Path) -> None:
    """The same for a site that was run before. Raises Refusal where there is none: looking would make an empty one."""
    if not os.environ.get("DATABASE_URL") and not (data / "site.sqlite3").is_file():
        sort = Refusal if data.is_dir() else WrongUsage
        raise sort("这个目录里没有网站", where=str(data), expected="zhixian serve 用的数据目录（--data）")
    set_environment(plan, data)
    set_up()
    from django.db import OperationalError, ProgrammingError

    from zhixian.web.kit.models import Entry

    try:
        Entry.objects.exists()
    except (OperationalError, ProgrammingError):
        raise Refusal(
            "数据库里没有网站的表", where=(os.environ.get("DATABASE_URL") and "DATABASE_URL") or str(data),
            expected="zhixian serve 运行过的网站",
        ) from None  # fmt: skip

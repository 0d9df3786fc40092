"""Makes a site ready to serve: tables, cache table, static files; quick when there is nothing to do.

Run as a module it does the static files alone, which takes seconds: set-up calls it, so that starting need not.
"""

import hashlib
import os
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    """Bring the database and the static files up to this version of the program. May be called again at any time."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    collect_static()


def collect_static() -> None:
    """Copy and compress what pages load, when any of it changed. Files of a running site stay: names carry their hash."""
    mark = Path(settings.STATIC_ROOT) / ".made-from"
    key = _static_key()
    if mark.is_file() and mark.read_text() == key:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(key)


def _static_key() -> str:
    """Changes whenever a static file does; sizes and times are enough to tell, and a version for what a library brings."""
    roots = [Path(__file__).parents[1] / "web", *map(Path, settings.STATICFILES_DIRS)]
    files = sorted(
        path for root in roots for path in root.rglob("*") if path.is_file() and "templates" not in path.parts
    )
    told = "\n".join(
        f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files if path.suffix != ".pyc"
    )
    return hashlib.sha256(f"{version('django-allauth')}\n{told}".encode()).hexdigest()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixian.site.settings")
    django.setup()
    collect_static()

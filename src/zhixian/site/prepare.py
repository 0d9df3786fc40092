"""Makes a site ready to serve: tables, cache table, static files; quick when there is nothing to do."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    """Bring the database and the static files up to this version of the program. May be called again at any time."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _collect_static()


def _collect_static() -> None:
    mark = Path(settings.STATIC_ROOT) / ".made-from"
    key = _static_key()
    if mark.is_file() and mark.read_text() == key:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(key)


def _static_key() -> str:
    """Changes whenever a static file does; sizes and times are enough to tell."""
    roots = [Path(__file__).parents[1] / "web", *map(Path, settings.STATICFILES_DIRS)]
    files = sorted(
        path for root in roots for path in root.rglob("*") if path.is_file() and "templates" not in path.parts
    )
    told = "\n".join(
        f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files if path.suffix != ".pyc"
    )
    return hashlib.sha256(told.encode()).hexdigest()

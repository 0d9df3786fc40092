"""What the environment says about this site, checked and with defaults."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KEY_FILE = "secret.key"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
"""Names by which only this machine is called."""
_TLS = ("sslmode", "sslrootcert", "sslcert", "sslkey")
"""How a connection to PostgreSQL is encrypted and whom it believes."""


def data_folder() -> Path:
    """ZHIXIAN_DATA, or data/ in the current directory; made when it is not there."""
    folder = Path(os.environ.get("ZHIXIAN_DATA", "data")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def plan_folder() -> Path:
    """ZHIXIAN_PLAN, or the only folder under plans/ of the current directory."""
    if given := os.environ.get("ZHIXIAN_PLAN"):
        return Path(given).resolve()
    found = sorted(path.parent.resolve() for path in Path("plans").glob("*/plan.yaml"))
    if len(found) != 1:
        raise ImproperlyConfigured(f"用环境变量 ZHIXIAN_PLAN 指明方案目录；当前目录的 plans/ 里有 {len(found)} 个方案")
    return found[0]


def site_keys(data: Path) -> list[str]:
    """The site's key and those before it, a line each, the latest first: ZHIXIAN_SECRET_KEY, or a key made once and kept in the
    data folder, readable by its owner only."""
    if given := os.environ.get("ZHIXIAN_SECRET_KEY"):
        return lines_of_keys(given)
    path = data / KEY_FILE
    if not path.exists():
        made = data / f".{KEY_FILE}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(made, path)  # whole, or not at all; of two that start at once the first one's stays
        made.unlink()
    return lines_of_keys(path.read_text())


def lines_of_keys(text: str) -> list[str]:
    """The keys in a file or a variable. A first line alone is taken as it is."""
    return [line for line in text.splitlines() if line.strip()] or [text]


def hosts() -> list[str]:
    """ZHIXIAN_HOSTS, names by comma; this machine only when absent."""
    given = os.environ.get("ZHIXIAN_HOSTS", ",".join(LOOPBACK))
    return [host.strip() for host in given.split(",") if host.strip()]


def flag(name: str) -> bool:
    """Whether an environment variable says yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def oidc() -> dict[str, Any] | None:
    """The place's own sign-in (OpenID Connect) from ZHIXIAN_OIDC_SERVER, _NAME, _CLIENT and _SECRET, as allauth wants it; None without one."""
    server = os.environ.get("ZHIXIAN_OIDC_SERVER", "").rstrip("/")
    if not server:
        return None
    missing = [name for name in ("ZHIXIAN_OIDC_CLIENT", "ZHIXIAN_OIDC_SECRET") if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"设置了 ZHIXIAN_OIDC_SERVER，还缺 {'、'.join(missing)}")
    return {
        "provider_id": "place",
        "name": os.environ.get("ZHIXIAN_OIDC_NAME", "统一身份认证"),
        "client_id": os.environ["ZHIXIAN_OIDC_CLIENT"],
        "secret": os.environ["ZHIXIAN_OIDC_SECRET"],
        "settings": {"server_url": server},
    }


def smtp() -> dict[str, Any]:
    """Django's settings of how mail leaves, from ZHIXIAN_SMTP: smtps://user:password@host:465 (TLS from the start) or
    smtp://user:password@host:587 (STARTTLS before anything is said); unencrypted to this machine only. Without it mail lies as
    files in the data folder, or ZHIXIAN_EMAIL_BACKEND names another way."""
    url = os.environ.get("ZHIXIAN_SMTP", "")
    if not url:
        backend = os.environ.get("ZHIXIAN_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
        return {"EMAIL_BACKEND": backend}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("ZHIXIAN_SMTP 应写成 smtps://用户:口令@主机:465 或 smtp://用户:口令@主机:587")
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25 if here else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not here,
        "EMAIL_TIMEOUT": 20,
    }


def origin(address: str) -> str:
    """https://id.example.gov.cn of any address there."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def database(data: Path) -> dict[str, Any]:
    """DATABASE_URL (postgresql://user:password@host:port/name, or the folder of a socket as ?host=; ?sslmode= and the like go
    through), else SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "site.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
                "PRAGMA recursive_triggers=ON;",
            },
            "CONN_MAX_AGE": None,
            "TEST": {},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL 应写成 postgresql://用户:口令@主机:端口/库名")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "OPTIONS": {name: unquote(query[name]) for name in _TLS if name in query},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }

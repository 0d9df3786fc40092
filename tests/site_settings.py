"""The site's settings as the tests run it: the plan that ships, a folder of its own, quick passwords, no mail."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("ZHIXIAN_PLAN", str(Path(__file__).parents[1] / "plans" / "shanghang"))
if "ZHIXIAN_DATA" not in os.environ:
    os.environ["ZHIXIAN_DATA"] = tempfile.mkdtemp(prefix="zhixian-test-")
    atexit.register(shutil.rmtree, os.environ["ZHIXIAN_DATA"], ignore_errors=True)
os.environ.setdefault("ZHIXIAN_STATIC", os.environ["ZHIXIAN_DATA"] + "/static")
os.environ.setdefault("ZHIXIAN_SECRET_KEY", "only-for-tests")

from zhixian.site.settings import *  # noqa: F403 -- after the environment is set

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- of the settings above
if "sqlite3" in DATABASES["default"]["ENGINE"]:  # noqa: F405 -- of the settings above
    DATABASES["default"]["TEST"]["NAME"] = str(DATA / "test.sqlite3")  # noqa: F405 -- threads race on a real file

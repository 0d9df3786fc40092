"""The settings of a worker in a process of its own that works on the tests' database."""

import os

from site_settings import *  # noqa: F403 -- the tests' own settings

DATABASES["default"]["NAME"] = os.environ["ZHIXIAN_TEST_DATABASE"]  # noqa: F405
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_LEASE = 2

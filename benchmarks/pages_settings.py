"""The site's own settings and middleware, with one more address: the minimal page that pages are measured against."""

import sys
from pathlib import Path

from zhixian.site.settings import *  # noqa: F403 -- all of them

sys.path.insert(0, str(Path(__file__).parent))
ROOT_URLCONF = "pages_minimal"

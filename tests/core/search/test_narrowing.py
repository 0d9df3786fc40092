"""What facets narrowed a question to, written into the question, finds the same."""

import pytest

from small_index import make_index

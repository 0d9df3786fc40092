"""Lines of the log, without the secrets of links. Read while Django sets up logging: nothing of the site is imported here."""

import logging
import re

_SECRET = re.compile(r"/[^/\s?]{20,}")


def plain(path: str) -> str:
    """A path without the parts that may be the secret of a link."""
    return _SECRET.sub("/…", path)


class WithoutSecrets(logging.Filter):
    """Takes the secrets of links out of the paths that Django logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line stays; only its words change."""
        if isinstance(record.args, tuple):
            record.args = tuple(plain(word) if isinstance(word, str) else word for word in record.args)
        return True

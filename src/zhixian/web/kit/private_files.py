"""Where uploaded files and papers lie: outside every address, under names nobody can guess."""

import secrets
from functools import partial
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import transaction


def private_files() -> FileSystemStorage:
    """Files of mode 0600 in folders of mode 0700, without an address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def random_path(folder: str) -> str:
    """A path in a folder of the private files that says nothing: the name that was uploaded is kept in a row, if at all."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}"


def remove_for_good(*files: Any) -> None:
    """Take files off the disk once the caller's transaction holds: a row that is rolled back keeps its file."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))

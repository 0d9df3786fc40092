"""Where uploaded files and papers lie: outside every address, under names nobody can guess."""

import secrets
from typing import Any

from django.core.files.storage import FileSystemStorage


def private_files() -> FileSystemStorage:
    """Files of mode 0600 in folders of mode 0700, without an address."""
    return FileSystemStorage(base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def material_path(material: Any, name: str) -> str:
    """A random path; the name that was uploaded is kept in the row only."""
    return _path("materials")


def paper_path(dossier: Any, name: str) -> str:
    """A random path for a paper the office issued."""
    return _path("papers")


def _path(folder: str) -> str:
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}"

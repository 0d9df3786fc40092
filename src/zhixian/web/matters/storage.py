"""Under which paths the files of dossiers lie."""

from typing import Any

from zhixian.web.kit.private_files import private_files, random_path

__all__ = ["material_path", "paper_path", "private_files"]  # the last under the name that migrations know it by


def material_path(material: Any, name: str) -> str:
    """A path for what an applicant handed in."""
    return random_path("materials")


def paper_path(dossier: Any, name: str) -> str:
    """A path for a paper the office issued."""
    return random_path("papers")

"""Matters and dossiers for programs: read as the token's holder may see them, filed as an applicant may."""

from zhixian.web.matters.api import filing
from zhixian.web.matters.api.reading import dossiers, matters

__all__ = ["dossiers", "filing", "matters"]

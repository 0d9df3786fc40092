"""Importer of filled templates: each cell read by its column's sort, each row to the tables it speaks of."""

from zhixian.core.registry.sheets.forms.filled import recognise_form, stage_form

__all__ = ["recognise_form", "stage_form"]

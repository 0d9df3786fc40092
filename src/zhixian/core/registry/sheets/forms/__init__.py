"""Importer of filled templates: each cell read by its column's sort, each row to the tables it speaks of."""

from zhixian.core.registry.sheets.forms.filled import recognise_form, stage_form
from zhixian.core.registry.sheets.forms.nearest import Spoiled, nearest_form
from zhixian.core.registry.sheets.forms.rows import columns_filling

__all__ = ["Spoiled", "columns_filling", "nearest_form", "recognise_form", "stage_form"]

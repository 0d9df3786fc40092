"""Import: files in, row reports and a new snapshot out; all of it or nothing."""

from zhixian.core.registry.importing.result import ImportResult
from zhixian.core.registry.importing.runs import correct_rows, import_paths, rebuild, set_rows_aside

__all__ = ["ImportResult", "correct_rows", "import_paths", "rebuild", "set_rows_aside"]

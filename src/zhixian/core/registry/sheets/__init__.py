"""Sheets: exports of the patent databases and our own templates, as xlsx, xls, csv or an HTML table, to staged rows."""

"""Documents and workbooks built from plain data."""

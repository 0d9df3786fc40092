"""Workbooks in XML, read as a stream: memory depends on a piece of a sheet and on the shared strings, not on its rows."""

"""Reports of infringement, penalties and their publication."""

"""What people do with topics and landscapes; each act is one transaction and writes the record."""

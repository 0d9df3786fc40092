"""What every page stands on: layout, doors, the record, lists, files, notices, the site's day."""

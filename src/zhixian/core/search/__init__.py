"""Finding rights by their words, numbers, names, classes, places, days and status."""

"""Money, days and periods, regions, numerals and numbers of documents, signed texts, files, YAML and refusals: what every other room stands on."""

"""Money, periods, working days, regions, YAML and refusals: what every other room stands on."""

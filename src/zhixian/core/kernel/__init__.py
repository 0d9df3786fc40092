"""Money, periods, regions and refusals: what every other room stands on."""

"""Tables in, tables out: targets, indicators, forecasts, incentives for everybody."""

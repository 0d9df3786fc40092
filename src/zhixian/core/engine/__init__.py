"""The only place that opens DuckDB or Spark, always behind Ibis."""

"""When figures are published, half-year by half-year, and what may never be published again."""

"""Measuring against annotated data."""

"""Readers: files in the formats that people have -> Record | Skipped."""

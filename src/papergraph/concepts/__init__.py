"""Concept readings of many papers -> one node for one thing."""

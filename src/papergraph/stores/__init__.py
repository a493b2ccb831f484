"""Databases: the embedded engine and Neo4j."""

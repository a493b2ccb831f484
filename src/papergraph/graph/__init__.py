"""The graph: schema, tables, the folder on disk, and a networkx view."""

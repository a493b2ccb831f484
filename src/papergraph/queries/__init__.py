"""Named queries and English questions over a graph folder or a server."""

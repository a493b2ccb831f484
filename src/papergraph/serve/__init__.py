"""Read-only doors to a graph folder: HTTP, a server of MCP tools, and Bolt. Nothing listens unless one is called."""

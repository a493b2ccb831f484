"""Every step in order: inputs -> graph folder."""

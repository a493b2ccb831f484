"""Graph -> file."""

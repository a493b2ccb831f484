"""Cypher statements that the stores run. Labels and types cannot be parameters: they are filled in from the schema."""

from importlib.resources import files


def statement(name: str, **names: str) -> str:
    """Return the statement of `name.cypher` with `<label>` and the like replaced; only schema names may be given."""
    text = (files("papergraph.stores.cypher") / f"{name}.cypher").read_text(encoding="utf-8")
    for key, value in names.items():
        if not value.replace("_", "").isalnum():
            raise ValueError(f"not a name of the schema: {value!r}")
        text = text.replace(f"<{key}>", value)
    return text

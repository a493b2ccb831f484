"""Graph -> file or folder, in the formats of other programs.

An exporter is a function of a graph and a path; it writes whole or not at all, and may return lines that the user
should read. What stands in a paper is hostile text: no exporter lets it become a formula, a path, markup or code.
"""

from __future__ import annotations

FORMATS: dict[str, str] = {
    "html": "papergraph.exporters.html:write_page",
    "graphml": "papergraph.exporters.graphml:write",
    "gexf": "papergraph.exporters.gexf:write",
    "jsonld": "papergraph.exporters.jsonld:write",
    "csv": "papergraph.exporters.csv_tables:write",
    "neo4j-admin": "papergraph.exporters.neo4j_admin:write",
    "bibtex": "papergraph.exporters.bibtex:write",
    "csl-json": "papergraph.exporters.csl_json:write",
    "obsidian": "papergraph.exporters.obsidian:write",
    "parquet": "papergraph.exporters.parquet:write",
}
"""Format name -> `module:function`, imported when it is asked for."""

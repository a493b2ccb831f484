"""Looking papers up at open services, once and politely, into a file that later builds read.

Nothing here runs during a build. What a service says is saved as it says it, one JSON object a line, in a format that
the readers know: `papergraph build library.bib enriched.jsonl` joins it to the papers by their identifiers.
"""

from papergraph.enrich.run import EnrichReport, enrich
from papergraph.enrich.services import SERVICES

__all__ = ["SERVICES", "EnrichReport", "enrich"]

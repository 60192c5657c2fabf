"""From extractions to a published generation: graphs, checks, provenance, processes that work side by side."""

"""From extractions to a published generation: parallel workers, graphs, checks, inferences and provenance."""

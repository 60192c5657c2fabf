"""Publishing extractions: parallel workers, graphs, checks, inferences and provenance."""

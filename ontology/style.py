"""Checks of the ontology's style: canonical form, permanent IRIs, and cues that match their examples."""

from collections.abc import Iterator
from pathlib import Path

from ontology.canonical import serialise
from ontology.findings import Finding
from ontology.jsonld import CONTEXT, context_text
from ontology.lexicon import Lexicon
from ontology.release import ISSUED
from ontology.sources import Source, Sources
from ontology.vocabulary import iri


def not_canonical(sources: Sources) -> Iterator[Finding]:
    """Yield a finding for each file that is not as ``whoasks ontology fmt`` writes it, or that holds a comment."""
    for source in (*sources.files, *sources.examples):
        canonical = canonical_text(source)
        if source.text != canonical:
            line = _first_difference(source.text, canonical)
            message = "The file is not in canonical form (or holds a comment); run `whoasks ontology fmt`."
            yield Finding(source.path, line, "canonical", message)

    written = sources.folder / CONTEXT
    if written.exists() and written.read_text(encoding="utf-8") != context_text(sources.store):
        yield Finding(written, 1, "canonical", "The context is not what the model gives; run `whoasks ontology fmt`.")


def canonical_text(source: Source) -> str:
    """Return the canonical form of a file."""
    return serialise(source.quads)


def rewrite(sources: Sources) -> list[Path]:
    """Write every file, and the context derived from them, in canonical form; return the files that changed."""
    wanted = {source.path: canonical_text(source) for source in (*sources.files, *sources.examples)}
    wanted[sources.folder / CONTEXT] = context_text(sources.store)
    changed = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in changed:
        path.write_text(wanted[path], encoding="utf-8")
    return changed


def _first_difference(text: str, other: str) -> int:
    ours, theirs = text.split("\n"), other.split("\n")
    pairs = zip(ours, theirs, strict=False)
    return next((n for n, (a, b) in enumerate(pairs, 1) if a != b), min(len(ours), len(theirs)))


def wrong_cues(sources: Sources) -> Iterator[Finding]:
    """Yield a finding for each example that no cue of its topic matches, and each counter-example that one matches."""
    lexicon = Lexicon.of(sources)
    for topic in lexicon.topics.values():
        path, line = sources.where(iri("topic", topic.id))
        for sentence in topic.cue_examples:
            if topic.id not in _topics(lexicon, sentence):
                yield Finding(path, line, "cues", f"No cue of “{topic.label}” matches its example “{sentence}”.")
        for sentence in topic.cue_counter_examples:
            if topic.id in _topics(lexicon, sentence):
                message = f"A cue of “{topic.label}” matches its counter-example “{sentence}”."
                yield Finding(path, line, "cues", message)


def _topics(lexicon: Lexicon, sentence: str) -> set[str]:
    return {mention.id for mention in lexicon.mentions(sentence) if mention.kind == "topic"}


def withdrawn(sources: Sources) -> Iterator[Finding]:
    """Yield a finding for each IRI that a release has given out and that is gone; it must be deprecated instead."""
    issued = sources.folder / ISSUED
    present = {iri for source in sources.model for iri in source.lines}
    for number, line in enumerate(issued.read_text(encoding="utf-8").splitlines() if issued.exists() else (), 1):
        if line and line not in present:
            message = f"<{line}> was issued and is gone; keep it, with owl:deprecated and dcterms:isReplacedBy."
            yield Finding(issued, number, "withdrawn", message)

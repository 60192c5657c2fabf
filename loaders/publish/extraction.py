"""Reading one response, extracting its statements and applying its reviews; what does not fit is refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath

from loaders.document import Context, Extraction
from loaders.errors import BadInput
from loaders.extract import Extractor
from loaders.extract import extractor as extractor_named
from loaders.limits import Limits
from loaders.naming import slug
from loaders.publish.faults import faults
from loaders.readers import read
from loaders.readers.row import SUFFIX
from loaders.reviews.applying import ReviewIndex, applied
from loaders.sources.find import Source
from ontology.lexicon import Lexicon


@dataclass(frozen=True)
class ResponseReader:
    """Extracts the statements of responses, one after another."""

    lexicon: Lexicon
    extractor: Extractor
    limits: Limits

    @classmethod
    def load(cls, ontology: Path, extractor: str, limits: Limits) -> "ResponseReader":
        """Load the ontology and the extractor of that name."""
        lexicon = Lexicon.load(ontology)
        return cls(lexicon, extractor_named(extractor, lexicon), limits)

    def extract(self, source: Source) -> tuple[Extraction, ReviewIndex]:
        """Return the extraction of a response after its reviews, and the review of each statement that has one.

        Raises BadInput if it cannot be read or is not what the manifest says it is.
        """
        return applied(self._extracted(source), source.reviews)

    def _extracted(self, source: Source) -> Extraction:
        document = read(source.path, encoding=source.encoding, limits=self.limits)
        if source.path.suffix == SUFFIX:
            document = replace(document, name=PurePath(source.name).name)
        extraction = self.extractor(document, self._with_respondent(source.context))
        _refuse_unexpected(source, extraction)
        fault = next(faults(extraction, self.lexicon), None)
        if fault:
            raise BadInput(source.name, fault)
        return replace(extraction, context=self._completed(extraction, source))

    def _with_respondent(self, context: Context) -> Context:
        """Return a context with the id of a respondent of which only the name is known, if the ontology holds it."""
        label = context.respondent_label
        if context.respondent or not label:
            return context
        return replace(context, respondent=self._bodies_by_name.get(label.casefold()))

    @cached_property
    def _bodies_by_name(self) -> dict[str, str]:
        """The id of each body by its id, its label and its alternative labels, in small letters."""
        bodies = self.lexicon.bodies.values()
        return {name.casefold(): body.id for body in bodies for name in (body.id, body.label, *body.alt_labels)}

    def _completed(self, extraction: Extraction, source: Source) -> Context:
        """Return the context of an extraction with a consultation, a title and every question that it answers.

        A response without a title is called after its respondent, which says more than the name of its file.
        """
        context = extraction.context
        body = self.lexicon.bodies.get(context.respondent or "")
        label = context.respondent_label or (body.label if body else None)
        known = {number for number, _text in context.questions}
        more = {answer.question: answer.asked for answer in extraction.answers if answer.question not in known}
        return replace(
            context,
            consultation=context.consultation or slug(context.consultation_title or source.path.stem),
            questions=(*context.questions, *more.items()),
            title=context.title or (f"Response of {label}" if label else None),
        )


def setup(ontology: Path, extractor: str, limits: Limits) -> Callable[[Source], Extraction | BadInput]:
    """Load what every task needs, once in a worker, and return the function that extracts one response."""
    reader = ResponseReader.load(ontology, extractor, limits)

    def extract(source: Source) -> Extraction | BadInput:
        try:
            return reader.extract(source)[0]
        except BadInput as error:
            return error.renamed(source.name)

    return extract


def _refuse_unexpected(source: Source, extraction: Extraction) -> None:
    """Raise BadInput for a response with no answer to a known question, or other numbers than its manifest expects."""
    asked = len(source.context.questions)
    if asked and not extraction.answers:
        what = f"none of the {asked} questions" if asked > 1 else "no answer to the one question"
        sentence = f"{what} of {source.context.consultation} was found in it"
        raise BadInput(source.name, f"holds no recognisable question: {sentence}")
    for part, (least, most) in source.expect.items():
        found = len(getattr(extraction, part))
        if not least <= found <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise BadInput(source.name, f"holds {found} {part}, where the manifest expects {wanted}")

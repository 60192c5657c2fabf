"""The README takes an editor from an idea to a checked change: its commands are run as they stand."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ontology import BUNDLED
from ontology.findings import errors
from ontology.lexicon import Lexicon
from service.cli import app, hoisted
from sparql import BUNDLED_QUESTIONS
from sparql.soundness import Folders, check

PLACES = {"mine", "mine-docs"}
"""What the README calls the copy, and the folder of its documentation."""
README = (BUNDLED / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)
    for line in re.findall(r"^    (whoasks .+)$", README.replace("\\\n", " "), re.MULTILINE)
    if " diff " not in line
]
"""The commands of the walk; the comparison, which loads the corpus twice, has tests of its own."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy that the README speaks of; the commands may set the environment, which is put back afterwards."""
    monkeypatch.setenv("WHOASKS_ONTOLOGY", str(tmp_path / "mine"))
    return Path(shutil.copytree(BUNDLED, tmp_path / "mine", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def test_the_walk_of_the_readme_ends_in_a_sound_ontology(folder: Path) -> None:
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        arguments = [str(folder.parent / word) if word in PLACES else word for word in command[1:]]
        done = CliRunner().invoke(app, hoisted(arguments))
        assert done.exit_code == 0, f"{' '.join(command)}\n{done.output}"
    assert not errors(check(Folders(folder, BUNDLED_QUESTIONS), fast=True))
    assert Lexicon.load(folder).topics["night-work"].label == "Night work"
    assert 'versionInfo "0.2.0"' in (folder / "core.ttl").read_text(encoding="utf-8")
    assert "body/night-council" in (folder / "issued.txt").read_text(encoding="utf-8")
    assert (folder.parent / "mine-docs" / "index.html").exists()


def test_the_readme_names_every_file_of_the_model() -> None:
    assert not [path.name for path in BUNDLED.glob("*.ttl") if f"`{path.name}`" not in README]

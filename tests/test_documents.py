"""The documents for strangers: their examples run, and what they name is there."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.settings import Settings

ROOT = Path(__file__).parent.parent
COMMAND = re.compile(r"^\$ (whoasks .*?)(?: <<'SPARQL'\n(.*?)^SPARQL)?$", re.MULTILINE | re.DOTALL)


def consoles(name: str) -> list[str]:
    """Return the console blocks of a document."""
    return re.findall(r"^```console\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, list[str]]]:
    """Return each command of the README with its input and the lines that it is said to print."""
    found = []
    for block in consoles("README.md"):
        match = COMMAND.search(block)
        if match:
            printed = [line.strip() for line in block[match.end() :].splitlines() if line.strip(" …")]
            found.append((match[1], match[2] or "", printed))
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme") / "store"


@pytest.mark.parametrize(("command", "given", "printed"), examples())
def test_the_readme_s_commands_print_what_it_says(command: str, given: str, printed: list[str], store: Path) -> None:
    arguments = [str(Path(sys.executable).parent / "whoasks"), *shlex.split(command)[1:], "--store", str(store)]
    ran = subprocess.run(arguments, input=given, capture_output=True, text=True, check=False, env={"COLUMNS": "200"})
    assert ran.returncode == 0, ran.stderr
    words = " ".join(ran.stdout.split())
    assert [line for line in printed if " ".join(line.split()) not in words] == []


def test_the_readme_has_examples() -> None:
    assert len(examples()) >= 3


def test_every_direct_dependency_stands_in_the_readme_s_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    names = {re.split(r"[\[<>=!~;]", each)[0].strip() for each in project["dependencies"]}
    assert sorted(name for name in names if f"`{name.lower()}`" not in readme) == []


def test_every_target_named_in_the_documents_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("*/README.md")]
    named = {
        target for path in documents for target in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert named - targets == set()


def test_every_link_within_the_project_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *ROOT.glob("*/README.md")]
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert broken == []


def test_every_setting_stands_in_the_service_s_readme() -> None:
    readme = (ROOT / "service" / "README.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`WHOASKS_{name.upper()}`" not in readme] == []

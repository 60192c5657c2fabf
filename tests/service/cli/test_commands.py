"""The command line loads what is called, and its list of commands says what they say of themselves."""

import importlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_group
from typer.testing import CliRunner

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from service.cli import app, main
from service.cli.demand import OnDemand
from service.cli.ontology import app as editors
from service.settings import Settings, unknown_settings
from sparql.store import EmbeddedStore

HEAVY = ("fastapi", "loaders.pipeline", "mcp", "openpyxl", "pyshacl", "rdflib")
GROUPS = {"whoasks": get_group(app), "whoasks ontology": get_group(editors)}
LISTED = [
    pytest.param(group, name, id=f"{path} {name}")
    for path, group in GROUPS.items()
    if isinstance(group, OnDemand)
    for name in group.modules
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Load one short response; returns the folder of the store."""
    folder = tmp_path_factory.mktemp("commands")
    (folder / "letter.txt").write_text("CQC must act soon.\n", encoding="utf-8")
    load(EmbeddedStore(folder / "store"), [folder / "letter.txt"], Plan(BUNDLED, jobs=1))
    return str(folder / "store")


@pytest.mark.parametrize(("group", "name"), LISTED)
def test_the_list_says_of_a_command_what_its_own_help_says_first(group: OnDemand, name: str) -> None:
    command = group.load(name)
    assert (command.name or name) == name
    assert (command.help or "").split("\n\n")[0].replace("\n", " ") == group.modules[name][1]


@pytest.mark.parametrize("path", GROUPS)
def test_every_command_of_every_module_is_listed(path: str) -> None:
    group = GROUPS[path]
    assert isinstance(group, OnDemand)
    modules = {module for module, _ in group.modules.values()}
    held = {name for module in modules for name in _commands(f"{group.package}.{module}")}
    assert held - set(group.modules) == set()


def _commands(module: str) -> set[str]:
    """Return the names of the commands that a module adds to the group above it."""
    found = get_group(importlib.import_module(module).app)
    return set() if found.help else set(found.commands)


def test_a_command_that_there_is_not_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(app, ["histry"])
    assert done.exit_code == 2
    assert "history" in done.output


def test_the_version_is_that_of_the_package() -> None:
    version = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    done = CliRunner().invoke(app, ["--version"])
    assert (done.exit_code, done.output) == (0, f"whoasks {version}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["export", "there-is-no/x.ttl"], "there-is-no/x.ttl: No such file or directory"),
        (["review", "export", "there-is-no/x.csv"], "there-is-no/x.csv: No such file or directory"),
        (["review", "export", "there-is-no/x.xlsx"], "there-is-no/x.xlsx: No such file or directory"),
        (["review", "export", "x.pdf"], "x.pdf: is no table that can be written; name it .csv or .xlsx"),
        (["synthesise", "pyproject.toml/x"], "pyproject.toml/x: Not a directory"),
    ],
)
def test_a_file_that_cannot_be_written_ends_a_command_with_one_sentence(
    arguments: list[str],
    sentence: str,
    store: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WHOASKS_STORE", store)
    monkeypatch.setattr(sys, "argv", ["whoasks", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().err) == (2, f"whoasks: {sentence}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ontology", "check", "--ontology", "HERE"], "HERE: no Turtle files (*.ttl) here; name the folder of"),
        (["load", "--ontology", "HERE"], "HERE: no Turtle files (*.ttl) here; name the folder of"),
        (["ontology", "fmt", "--ontology", "HERE"], "HERE: no Turtle files (*.ttl) here; name the folder of"),
        (["ontology", "diff", "no-version"], "“no-version” is no folder, no file and no git revision of"),
        (["ontology", "diff", "HERE/broken"], "bodies.ttl: line 2: "),
        (["ontology", "new", "topic", "Night Work", "Night work"], "“Night Work” is no identifier"),
        (["query", "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"], "SERVICE is refused"),
        (["evaluate", "HERE"], "HERE: holds no annotation"),
        (["ask", "who asks for openness"], "HERE/phrasing.yaml: "),
        (["evaluate", "HERE", "--extractor", "none"], "no extractor is called none; there are"),
    ],
)
def test_a_mistake_ends_any_command_with_one_sentence(
    arguments: list[str],
    sentence: str,
    store: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "bodies.ttl").write_text("@prefix : <urn:a:> .\n:a is broken\n", encoding="utf-8")
    monkeypatch.setenv("WHOASKS_STORE", store)
    (tmp_path / "phrasing.yaml").write_text("alike: [no, mapping\n", encoding="utf-8")
    monkeypatch.setenv("WHOASKS_PHRASING", str(tmp_path / "phrasing.yaml"))
    for name in ("ONTOLOGY", "QUESTIONS"):
        monkeypatch.setenv(f"WHOASKS_{name}", "")  # what the command sets is undone at the end
        monkeypatch.delenv(f"WHOASKS_{name}")
    monkeypatch.setattr(sys, "argv", ["whoasks", *(one.replace("HERE", str(tmp_path)) for one in arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (2, 1)
    assert said.startswith("whoasks: " + sentence.replace("HERE", str(tmp_path)))


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("WORKERS", "many", "WHOASKS_WORKERS=many: it must be a valid integer, unable to parse"),
        ("WORKERS", "-1", "WHOASKS_WORKERS=-1: it must be greater than or equal to 1"),
        ("TIMEOUT", "nan", "WHOASKS_TIMEOUT=nan: it must be a finite number"),
        ("TIMEOUT", "inf", "WHOASKS_TIMEOUT=inf: it must be a finite number"),
        ("CACHE_BYTES", "64MB", "WHOASKS_CACHE_BYTES=64MB: it must be a valid integer"),
        ("ACCESS_LOG", "perhaps", "WHOASKS_ACCESS_LOG=perhaps: it must be a valid boolean"),
        ("ONTOLOGY", "/no/such", "WHOASKS_ONTOLOGY=/no/such: path does not point to a directory"),
        ("QUESTIONS", "/no/such", "WHOASKS_QUESTIONS=/no/such: path does not point to a directory"),
        ("EXAMPLES", "/no/such", "WHOASKS_EXAMPLES=/no/such: path does not point to a directory"),
        ("PHRASING", "/no/such", "WHOASKS_PHRASING=/no/such: path does not point to a file"),
        ("STORE", "ftp://a.example/", "WHOASKS_STORE=ftp://a.example/: a store is a folder, or an address that begins"),
        ("TOKENS", "secret", "WHOASKS_TOKENS: each token is given by its digest, 64 hexadecimal digits"),
        ("TOKENS", f"ann:{'a' * 64},bob:{'b' * 63}", "WHOASKS_TOKENS: each token is given by its digest"),
    ],
)
def test_a_setting_that_cannot_be_taken_is_told_in_one_sentence_with_its_name(
    setting: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WHOASKS_ACCESS_LOG", "true")  # what the command sets is undone at the end
    monkeypatch.setenv(f"WHOASKS_{setting}", value)
    monkeypatch.setattr(sys, "argv", ["whoasks", "serve"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (2, 1)
    assert said.startswith(f"whoasks: {sentence}")
    assert said.count("WHOASKS_") == 1  # and not also the settings whose default depends on it


def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"WHOASKS_{name.upper()}", "")
    empty = Settings()
    for name in Settings.model_fields:
        monkeypatch.delenv(f"WHOASKS_{name.upper()}")
    assert empty == Settings()


def test_a_variable_that_only_looks_like_a_setting_is_named_with_the_nearest() -> None:
    ((name, near),) = unknown_settings({"WHOASKS_TOKEN": "", "WHOASKS_STORE": "", "WHOASKS_LLM_URL": "", "HOME": ""})
    assert (name, near[0]) == ("WHOASKS_TOKEN", "WHOASKS_TOKENS")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {\n ?x a wa:Aks }", "whoasks: query:2:7: the model has no wa:Aks; nearest: wa:Ask"),
        ("ASK { ?x wa:stetedBy ?y }", "whoasks: query:1:10: the model has no wa:stetedBy; nearest: wa:statedBy"),
        ("SELECT * { ?x wa:matches 'minutes' ; a wa:Ask }", ""),
    ],
)
def test_a_query_with_a_term_that_the_model_does_not_have_says_so(
    query: str, said: str, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOASKS_STORE", store)
    done = CliRunner().invoke(app, ["query", query])
    assert done.exit_code == 0
    assert done.stderr.startswith(said)
    assert bool(done.stderr) == bool(said)


def test_extract_shows_the_answers_with_their_stances_and_the_words_for_them(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Question 1: Should it change?\n\nYes, we agree. CQC must act soon.\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(letter)])
    rows = [[cell.strip() for cell in line.split("│")[1:5]] for line in done.stdout.splitlines() if "│" in line]
    assert rows[0][:2] == ["answer", "1"]
    assert rows[0][2].startswith("Yes")
    assert rows[0][3] == "agree"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("whoasks on", "ontology"), ("whoasks ontology ch", "check"), ("whoasks ask who-asks-for --top", "--topic")],
)
def test_the_shell_completes_commands_and_their_options(words: str, expected: str) -> None:
    variables = {"_WHOASKS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    command = [sys.executable, "-c", "import sys; sys.argv[0] = 'whoasks'; from service.cli import main; main()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | variables)
    assert expected in done.stdout.split(), done.stderr


@pytest.mark.parametrize(
    ("arguments", "without"),
    [(["--help"], HEAVY), (["ask", "--help"], HEAVY), (["ontology", "--help"], HEAVY)],
)
def test_a_command_starts_without_what_it_does_not_need(arguments: list[str], without: tuple[str, ...]) -> None:
    script = f"""
import sys
from service.cli import app
app({arguments!r}, standalone_mode=False)
print("loaded:", *(name for name in {without!r} if name in sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.split() == ["loaded:"]

"""The wheel alone, in an empty environment and from another folder, answers as the repository does."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("ontology", "sparql", "loaders", "service")
DATA = {".css", ".html", ".jsonld", ".js", ".rq", ".svg", ".ttl", ".txt", ".xml", ".yaml"}
SENTENCE = "who asks for CQC alignment"
QUESTION = "/questions/who-asks-for?topic=cqc-alignment"


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and a folder to run it from."""

    programs: Path
    elsewhere: Path
    variables: Mapping[str, str]

    def run(self, *command: str) -> str:
        """Run a program of the environment; return what it prints."""
        arguments = [str(self.programs / command[0]), *command[1:]]
        done = subprocess.run(
            arguments, cwd=self.elsewhere, env=self.variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[httpx.Client]:
        """Run the service on a free port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [str(self.programs / "whoasks"), "serve", "--port", str(port)]
        with (
            subprocess.Popen(command, cwd=self.elsewhere, env=self.variables, stderr=subprocess.DEVNULL) as process,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
        ):
            try:
                while not _answers(client):
                    assert process.poll() is None, "the service ended"
                    time.sleep(0.1)
                yield client
            finally:
                process.terminate()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel; its dependencies are lent by the environment of the tests, the repository is not."""
    folder = tmp_path_factory.mktemp("installed")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(wheel)], check=True)
    (site,) = environment.glob("lib/*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    variables = {"HOME": str(elsewhere), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "WHOASKS_WORKERS": "2"}
    return Installed(environment / "bin", elsewhere, variables)


def test_the_wheel_holds_all_data_of_the_four_rooms(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in DATA and "node_modules" not in path.parts
    }
    assert len(wanted) > 100
    assert wanted - held == set()


def test_the_rooms_are_those_of_the_wheel(installed: Installed) -> None:
    script = f"import {', '.join(ROOMS)}; print(*({', '.join(f'{room}.__file__' for room in ROOMS)}), sep='\\n')"
    places = installed.run("python", "-c", script).splitlines()
    assert len(places) == len(ROOMS)
    assert [place for place in places if not place.startswith(str(installed.programs.parent))] == []


def test_the_wheel_alone_answers_in_plain_english_and_over_rest(installed: Installed) -> None:
    told = json.loads(installed.run("whoasks", "ask", SENTENCE, "--json"))["answers"]
    assert {answer["body"]["id"] for answer in told} == {"bma", "nhs-confederation"}
    with installed.serving() as client:
        answered = client.get(QUESTION).json()["answers"]
        assert [answer["ask"]["quote"] for answer in answered] == [answer["ask"]["quote"] for answer in told]
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "<form" in page.text


def test_the_wheel_alone_checks_its_own_ontology(installed: Installed) -> None:
    assert "sound" in installed.run("whoasks", "ontology", "check", "--fast")

"""Other interpreters and libraries: the lower bounds of pyproject.toml, and the private parts of numba leant on."""

import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numba
import pytest
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
from numba.core.compiler import Compiler

ROOT = Path(__file__).resolve().parents[2]
NEEDS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
OVERRIDDEN = ("_optimize_final_module", "_finalize_final_module", "get_pointer_to_function", "codegen")
VERSIONS = """
import sys
from importlib.metadata import version
print("%d.%d" % sys.version_info[:2], version("numpy"), version("numba"), version("typer"))
"""
COMMANDS = (
    ("--help",),
    ("run", "rutte-iohannis", "--runs", "50"),
    ("compare", "tutorial", "demands.harbour.ceiling=0", "--runs", "50"),
    ("nowcast", "nato-2014", "--as-of", "2014-02-20", "--runs", "50"),
    ("check", "tutorial"),
)


def test_what_is_leant_on_in_numba_is_there():
    """Each of these is undocumented; `sim/whitesmoke/model/lang/compiler.py` says what it is for."""
    gone = [name for name in (*OVERRIDDEN, "enable_object_caching", "_final_module") if not _has(JITCodeLibrary, name)]
    assert gone == [], f"numba {numba.__version__} has no JITCodeLibrary.{gone}: model/lang leans on it"
    assert hasattr(JITCPUCodegen, "set_env"), f"numba {numba.__version__}: no codegen has a set_env"
    taken = list(inspect.signature(Compiler.__init__).parameters)[:4]
    assert taken == ["self", "typingctx", "targetctx", "library"], f"numba {numba.__version__}: Compiler takes {taken}"


def _has(kind, name):
    return hasattr(kind, name) or f"self.{name}" in inspect.getsource(inspect.getmodule(kind))


def test_numba_has_an_upper_bound():
    """What is leant on is private, so a version that nobody tried is not taken."""
    (bound,) = [need for need in NEEDS if need.startswith("numba")]
    below = tuple(map(int, re.search(r"<(\d+)\.(\d+)", bound).groups()))
    assert tuple(map(int, numba.__version__.split(".")[:2])) < below


@pytest.fixture(scope="module")
def uv(tmp_path_factory):
    """The installer that takes the oldest versions there are, in a folder of its own."""
    folder = tmp_path_factory.mktemp("uv")
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder, "uv"], check=True)
    return folder / "bin" / "uv"


@pytest.mark.slow
@pytest.mark.parametrize("interpreter", ["3.12", "3.13"])
def test_lower_bounds(tmp_path, uv, interpreter):
    """The oldest libraries that pyproject.toml allows and that are built for an interpreter, wherever it is found."""
    made = subprocess.run([uv, "venv", "-q", "--no-python-downloads", "--python", interpreter, tmp_path / "env"])
    if made.returncode:
        pytest.skip(f"Python {interpreter} is not here")
    inside = tmp_path / "env" / "bin" / "python"
    oldest = ("--resolution", "lowest-direct", "--only-binary", ":all:")
    subprocess.run([uv, "pip", "install", "-q", "--python", inside, *oldest, *NEEDS], check=True)
    found = subprocess.run([inside, "-c", VERSIONS], check=True, capture_output=True, text=True).stdout.split()
    assert found[0] == interpreter
    if interpreter == "3.12":  # the bounds themselves; for later ones some libraries begin later
        bounds = [re.search(r">=([\d.]+)", need)[1] for need in NEEDS if need.startswith(("numpy", "numba", "typer"))]
        assert all(version.startswith(bound) for version, bound in zip(found[1:], bounds, strict=True))
    for command in COMMANDS:
        done = subprocess.run(
            [inside, "-m", "whitesmoke.commands.cli", *command],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT / "sim")},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr.decode()[-2000:])

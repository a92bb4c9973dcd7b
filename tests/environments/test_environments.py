"""Other interpreters and libraries: the lower bounds of pyproject.toml, and the private parts of numba leant on."""

import inspect
import re
import shutil
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


@pytest.mark.slow
@pytest.mark.parametrize("interpreter", ["python3.12", "python3.13"])
def test_lower_bounds(tmp_path, interpreter):
    """The oldest libraries that pyproject.toml allows, on each interpreter for which they exist."""
    python = shutil.which(interpreter) or (sys.executable if interpreter.endswith(f".{sys.version_info[1]}") else None)
    if python is None or subprocess.run([python, "--version"], check=False, capture_output=True).returncode:
        pytest.skip(f"{interpreter} is not here")
    oldest = [re.sub(r">=([\d.]+).*", r"==\1", need) for need in NEEDS]
    subprocess.run([python, "-m", "venv", tmp_path / "env"], check=True)
    inside = tmp_path / "env" / "bin" / "python"
    subprocess.run([inside, "-m", "pip", "install", "-q", *oldest], check=True, capture_output=True)
    for command in COMMANDS:
        done = subprocess.run(
            [inside, "-m", "whitesmoke.commands.cli", *command],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT / "sim")},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr.decode()[-2000:])

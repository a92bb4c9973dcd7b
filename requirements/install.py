"""Make .venv, or let it grow: `python requirements/install.py run`, then `view`, then `dev`. `make` calls it.

With uv where it is on the PATH or pip can fetch it, otherwise with pip, which takes several times longer.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
PARTS = {"run": "what a run needs", "view": "the page in the browser", "dev": "the tests and checks"}
MEGABYTES = {"run": 680, "view": 380, "dev": 330}
"""On disk, about."""
EVERY = 15
"""Seconds between signs of life where nobody watches."""
AS_UV_SAYS = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
"""Settings of pip that uv would not read: a machine that is told where packages come from is believed."""
Command = list[str]


class InstallError(Exception):
    """A command failed; holds what it printed."""


def main(part: str) -> int:
    """Install a part, step by step, and leave its stamp; return the exit code."""
    started, packages = time.monotonic(), listed(part)
    say(f"Setting up .venv, once: {PARTS[part]}, {len(packages)} packages, about {MEGABYTES[part]} MB.")
    try:
        with tempfile.TemporaryDirectory() as aside:
            everything(part, len(packages), Path(aside))
    except InstallError as failed:
        say(f"{failed}\n.venv is not whole. Where packages cannot be fetched, see to that first; then `make` again.")
        return 1
    except KeyboardInterrupt:
        say("\nStopped; .venv is not whole. `make` begins it again.")
        return 130
    (VENV / part).write_text(str(ROOT) + "\n")
    say(f"Ready after {time.monotonic() - started:.0f} s.")
    return 0


def everything(part: str, packages: int, aside: Path) -> None:
    """Do all steps of a part; `aside` is a folder for what is not kept."""
    uv = found_uv()
    if part == "run":
        new_venv()
    uv = uv or fetched_uv(aside)
    file = ["-r", str(ROOT / "requirements" / f"{part}.txt")]
    install = with_uv(uv) if uv else with_pip
    try:
        step(f"{packages} packages, with {'uv' if uv else 'pip'}", install(file))
    except InstallError:
        if not uv:
            raise
        install = with_pip
        step(f"{packages} packages, with pip instead", install(file))
    if part == "run":
        step("whitesmoke itself", install(["--no-deps", "--no-build-isolation", "-e", str(ROOT)]))


def new_venv() -> None:
    """Make an empty .venv in the place of any other."""
    version = ".".join(map(str, sys.version_info[:3]))
    step(f"Python {version} in .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])


def listed(part: str) -> list[str]:
    """Return the packages of a part, with their versions."""
    lines = (ROOT / "requirements" / f"{part}.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def found_uv() -> str | None:
    """Return the uv on the PATH, if it works."""
    uv = shutil.which("uv")
    works = uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    return uv if works else None


def fetched_uv(aside: Path) -> str | None:
    """Return a uv that pip fetched, if it could."""
    fetch = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile", "--target"]
    try:
        step("uv, which installs faster than pip", [*fetch, str(aside), "uv"])
    except InstallError:
        return None
    uv = aside / "bin" / "uv"
    return str(uv) if uv.exists() else None


def with_uv(uv: str) -> Callable[[Command], Command]:
    """Return how uv installs into .venv, from where pip would."""
    for line in pip_settings():
        name, _, value = line.partition("=")
        if uv_name := AS_UV_SAYS.get(name.rpartition(".")[2]):
            os.environ.setdefault(uv_name, value.strip("'\""))
    os.environ.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")  # as pip chooses
    return lambda what: [uv, "pip", "install", "--python", PYTHON, *what]


def pip_settings() -> list[str]:
    """Return the lines of `pip config list`."""
    asked = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    return asked.stdout.splitlines()


def with_pip(what: Command) -> Command:
    """Return how pip installs into .venv; what is never imported is not compiled."""
    return [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile", *what]


def step(what: str, command: Command) -> None:
    """Run a command, showing that it is alive and how long it took. Raises InstallError."""
    with ticking(what) as started:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    took = time.monotonic() - started
    end = f"{took:.0f} s" if done.returncode == 0 else f"failed after {took:.0f} s"
    say(f"{_again()}  {what}: {end}")
    if done.returncode:
        raise InstallError("\n".join(done.stdout.splitlines()[-12:]))


@contextmanager
def ticking(what: str) -> Iterator[float]:
    """Say now and then that a step goes on: each second where somebody watches."""
    over, started = threading.Event(), time.monotonic()
    every = 1 if sys.stderr.isatty() else EVERY

    def tick() -> None:
        while not over.wait(every):
            say(f"{_again()}  {what} ... {time.monotonic() - started:.0f} s", end="" if _again() else "\n")

    ticker = threading.Thread(target=tick, daemon=True)
    say(f"  {what} ...", end="" if _again() else "\n")
    ticker.start()
    try:
        yield started
    finally:
        over.set()
        ticker.join()


def _again() -> str:
    """Return what begins a line anew on a screen; in a file, nothing."""
    return "\r\033[K" if sys.stderr.isatty() else ""


def say(text: str, end: str = "\n") -> None:
    """Print to stderr, at once."""
    print(text, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""One server of the page and one Chromium for all files here, or a loud line why there is none."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
import whitesmoke as ws

from tests.browser.accessible import NOT_CHECKED
from tests.small_sweep import SMALL

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHY_NOT = "" if CHROMIUM else "no Chromium on this machine (Debian: apt-get install chromium)"
try:
    from playwright.sync_api import sync_playwright
except ImportError:
    WHY_NOT = "the package playwright is not installed"


def pytest_terminal_summary(terminalreporter):
    if WHY_NOT:
        terminalreporter.write_line(f"THE BROWSER PAGE WAS NOT TESTED: {WHY_NOT}", red=True, bold=True)
    elif NOT_CHECKED:
        terminalreporter.write_line(f"THE PAGE WAS NOT CHECKED BY AXE-CORE: {NOT_CHECKED}", red=True, bold=True)


COMMAND = """
import gc, pathlib, signal, sys
from whitesmoke.commands.cli import main

def count(*_):
    gc.collect()
    alive = getattr(sys.modules.get("whitesmoke.page.desk"), "_alive", ())
    pathlib.Path("counted").write_text(str(len(alive)))
    pathlib.Path("counted").rename("open-pages")

signal.signal(signal.SIGUSR1, count)
main(["view", "--no-browser", "--port", "0", *sys.argv[1:]])
"""
"""`whitesmoke view` on a free port, which counts the pages that it has in memory where it is asked to."""


class Server:
    """`whitesmoke view` in a process, listening on a port of its own."""

    def __init__(self, folder, *options):
        self.folder, self.log = folder, folder / "server.log"
        command = [sys.executable, "-c", COMMAND, *map(str, options)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "sim")}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=folder, env=environment, stderr=log, start_new_session=True)
        self.url = self._wait_for(r"(http://\S+/)")
        for _ in range(600):
            try:
                urlopen(self.url, timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def _wait_for(self, pattern):
        for _ in range(1800):
            if found := re.search(pattern, self.log.read_text()):
                return found[1]
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def pages(self):
        """Return how many pages are in memory."""
        file = self.folder / "open-pages"
        file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        for _ in range(600):
            if file.exists():
                return int(file.read_text())
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

    def end(self):
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(20)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)


class Shared:
    """What the files here have in common: made when the first asks for it, ended after the last test of this folder.

    At the end of the session would be too late: the event loop of playwright is in the way of other tests.
    """

    def __init__(self):
        self.made, self.ends = {}, ExitStack()

    def get(self, make, *args):
        """Return what a context gives, entered at most once."""
        if WHY_NOT:
            pytest.skip(WHY_NOT)
        if make not in self.made:
            self.made[make] = self.ends.enter_context(make(*args))
        return self.made[make]

    def end(self):
        """End what there is, the last first."""
        self.made.clear()
        self.ends.close()


SHARED = Shared()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem):
    if nextitem is None or HERE not in nextitem.path.parents:
        SHARED.end()


@contextmanager
def serving(folder, *options):
    """A server, which ends as it should."""
    found = Server(folder, *options)
    yield found
    code, said = found.end(), found.log.read_text()
    assert code == 0, said
    assert "whitesmoke view: ended" in said
    assert "Traceback" not in said, said


@contextmanager
def serving_all(folder):
    """A server that has the scenarios and the results of a sweep."""
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    ws.sweep(SMALL, folder / "results", 1, name="small").save()
    with serving(folder, "results/small") as found:
        yield found


@contextmanager
def launched(playing):
    browser = playing.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    yield browser
    browser.close()


@contextmanager
def kept(playing, folder):
    """A browser with a folder of its own, in which it keeps what it has once read and compiled."""
    profile = playing.chromium.launch_persistent_context(folder, executable_path=CHROMIUM, args=OPTIONS)
    yield profile
    time.sleep(0.3)  # what a closed page still sends needs its browser alive
    profile.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The server of all files; each of its visitors begins anew."""
    return SHARED.get(serving_all, tmp_path_factory.mktemp("view"))


@pytest.fixture(scope="module")
def playing():
    return SHARED.get(sync_playwright)


@pytest.fixture(scope="module")
def chromium(playing):
    """A browser that makes contexts in which nothing was ever opened."""
    return SHARED.get(launched, playing)


@pytest.fixture(scope="module")
def profile(playing, tmp_path_factory):
    """The browser of a visitor who has been here before: half as much work a page."""
    return SHARED.get(kept, playing, tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="session")
def race(tmp_path_factory):
    """The file that the command writes of the race, and what it prints as JSON."""
    file = tmp_path_factory.mktemp("story") / "race.html"
    command = [sys.executable, "-m", "whitesmoke", "story", "rutte-iohannis", "--replicate", "0", "--runs", "64"]
    done = subprocess.run(
        [*command, "--out", str(file), "--json"],
        cwd=file.parent,
        env={"PYTHONPATH": str(ROOT / "sim"), "PATH": ""},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return file, json.loads(done.stdout)


class Tab:
    """One tab, with what a visitor does; it hears every error and every request."""

    def __init__(self, profile, url, width=1280, height=800, story=False, opens=""):
        self.page = profile.new_page()
        self.page.set_viewport_size({"width": width, "height": height})
        self.errors, self.hosts = [], set()
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]) if "//" in request.url else 0)
        self.page.on("response", lambda answer: self.errors.append(answer.url) if answer.status >= 400 else None)
        self.page.goto(url if story else f"{url}{'&' if '?' in url else '?'}view=workbench")
        first = opens or ("[data-test=day]" if story else "[data-panel=export]")
        self.page.wait_for_selector(first, timeout=60_000)

    def text(self, name):
        return self.page.text_content(f"[data-test={name}]").strip()

    def round(self):
        return int(self.text("round"))

    def act(self, name):
        self.page.click(f"[data-act={name}]:not([disabled])", timeout=60_000)

    def until(self, script, seconds=60):
        self.page.wait_for_function(script, timeout=1000 * seconds)

    def at_round(self, number):
        self.until(f"document.querySelector('[data-test=round]').textContent == '{number}'")

    def to_the_end(self):
        self.act("end")
        self.until(
            "/^(Consensus|Deadlock)| is chosen on /.test(document.querySelector('[data-test=state]').textContent)"
        )
        return self.text("state")

    def scrub(self, number):
        self.page.eval_on_selector(
            "[data-test=scrub]",
            "(slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input')); }",
            number,
        )
        self.at_round(number)

    def leave(self):
        """Close the tab, as a visitor does."""
        if not self.page.is_closed():
            self.page.close(run_before_unload=True)
            self.page.wait_for_event("close") if not self.page.is_closed() else None


@pytest.fixture
def tab(profile, server):
    opened = []

    def open_(query="", **size):
        opened.append(Tab(profile, server.url + query, **size))
        return opened[-1]

    yield open_
    for one in opened:
        one.leave()
        assert one.errors == []
        assert one.hosts <= {server.url.split("/")[2]}


class Reader:
    """One reader of a file that `whitesmoke story` wrote; it hears every error and every request."""

    def __init__(self, chromium, file, hash_="", **how):
        how = {"viewport": {"width": 1280, "height": 720}, **how}
        self.page = chromium.new_context(**how).new_page()
        self.errors, self.asked = [], []
        self.page.on(
            "console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(f"file://{file}{hash_}")
        self.page.wait_for_selector("[data-test=day]")

    def text(self, name):
        return " ".join(self.page.text_content(f"[data-test={name}]").split())

    def press(self, key, times=1):
        for _ in range(times):
            self.page.keyboard.press(key)

    def stances(self):
        return self.page.eval_on_selector_all(
            "[data-member]", "all => Object.fromEntries(all.map(e => [e.dataset.member, e.dataset.stance]))"
        )


@pytest.fixture
def read(chromium):
    opened = []

    def open_(file, *args, **how):
        opened.append(Reader(chromium, file, *args, **how))
        return opened[-1]

    yield open_
    for one in opened:
        one.page.context.close()
        assert one.errors == []
        assert [url for url in one.asked if not url.startswith("file://")] == []
        assert len(one.asked) == 1

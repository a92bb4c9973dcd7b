"""The page where an event loop runs already, as in a notebook."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from whitesmoke.errors import WhitesmokeError
from whitesmoke.page import start

ROOT = Path(__file__).resolve().parents[2]
CELLS = """
import asyncio
from urllib.request import urlopen

from whitesmoke.errors import WhitesmokeError
from whitesmoke.page import serve, start


async def cells():
    try:
        serve(scenario="tutorial", port=0, browser=False)
    except WhitesmokeError as error:
        print(error)
    shown = start(scenario="tutorial", port=0)
    first = shown.url
    answer = await asyncio.to_thread(urlopen, first)
    print(answer.status, "frame-ancestors http://localhost:*" in answer.headers["content-security-policy"])
    print(f'<iframe src="{first}"' in shown._repr_html_())
    again = start(scenario="council", port=0)
    print(shown, (await asyncio.to_thread(urlopen, again.url)).status)
    try:
        await asyncio.to_thread(urlopen, first)
    except OSError:
        print("the first is gone")
    again.stop()
    again.stop()
    print(again._repr_html_())


asyncio.run(cells())
"""


def test_it_starts_without_waiting_and_there_is_one_at_a_time():
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sim")}
    done = subprocess.run([sys.executable, "-c", CELLS], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "an event loop runs here already, as in a notebook, and this would wait for ever: use whitesmoke.page.start(), "
        "which does not wait",
        "200 True",
        "True",
        "whitesmoke, stopped 200",
        "the first is gone",
        "whitesmoke, stopped",
    ]


def test_results_that_are_none_are_refused_before_anything_starts(tmp_path):
    with pytest.raises(WhitesmokeError, match="results"):
        start(scenario="tutorial", port=0, results=tmp_path / "nothing")

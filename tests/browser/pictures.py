"""The pictures of the page in docs/images, taken anew by `python -m tests.browser.pictures`: a minute or some."""

import io
import shutil
import tempfile
from pathlib import Path

import whitesmoke as ws
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, OPTIONS, ROOT, Server, Tab
from tests.small_sweep import SMALL

IMAGES = ROOT / "docs" / "images"
RACE = "?scenario=rutte-iohannis&seed=1&run=0"
MARCH = 127
"""the round of 7 March 2024"""
COMPILES = 600
"""seconds that an ensemble may take, where its first run has yet to be compiled"""


def take(one: Tab, name: str, panel: str | None = None) -> None:
    """Keep what is seen, from the top or from a panel on, in at most 256 colours."""
    if panel:
        one.page.eval_on_selector(f"[data-panel={panel}]", "panel => panel.scrollIntoView()")
    keep(one.page, f"view-{name}")


def keep(page, name: str) -> None:
    """Keep what is seen of a page."""
    page.wait_for_timeout(2000)  # whatever glides has come to rest
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    seen.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


def race(one: Tab) -> None:
    """The alliance and the tally in March, with a band; and why Hungary holds out then."""
    one.act("ensemble")
    one.page.wait_for_selector(".ws-band", timeout=1000 * COMPILES)
    one.to_the_end()
    one.scrub(MARCH)
    take(one, "race")
    one.page.select_option("[data-test=member]", "HUN")
    one.until("document.querySelector('[data-test=standing]').textContent.includes('Hungary')")
    take(one, "why", "why")


def compared(one: Tab) -> None:
    """What half of its opt-out for Hungary would have done."""
    one.page.select_option("[data-test=item]", "hungary-opt-out")
    one.page.fill("[data-path='demands.hungary-opt-out.ceiling']", "0.5")
    one.act("apply")
    one.page.wait_for_selector("[data-test=differs]")
    one.act("compare")
    one.page.wait_for_selector("[data-test=difference]", timeout=1000 * COMPILES)
    take(one, "compare", "compare")


def results(browser, url: str) -> None:
    """The points of a sweep, and the runs of one of them."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{url}?view=results&y=mean")
    page.wait_for_selector("[data-test=chart]")
    page.click("[data-row='3']", force=True)
    page.wait_for_selector("[data-panel=point]")
    keep(page, "view-results")


def story(browser) -> None:
    """The page that opens, on 22 March: drawn from the file, which needs no server."""
    with tempfile.TemporaryDirectory() as folder:
        file = ws.open("rutte-iohannis").story().save(folder)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"file://{file}#event=32")
        keep(page, "story")


def main() -> None:
    """Start a page, look at it, end it."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(ROOT / "scenarios", Path(folder, "scenarios"))
        given = {**SMALL, "title": "Influence and the rule", "replicates": {"runs": 200}}
        ws.sweep(given, Path(folder, "results"), name="influence-and-rule").save()
        server = Server(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            story(browser)
            results(browser, server.url)
            one = Tab(browser.new_context(), server.url + RACE)
            race(one)
            compared(one)
            one.leave()
            browser.close()
        finally:
            server.end()


if __name__ == "__main__":
    main()

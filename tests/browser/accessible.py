"""What axe-core has against a page: WCAG 2 A and AA, and what it calls best practice."""

try:
    from axe_playwright_python.base import AXE_SCRIPT
except ImportError:
    AXE_SCRIPT = ""

NOT_CHECKED = "" if AXE_SCRIPT else "the package axe-playwright-python is not installed"

RUN = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"

AT_REST = """Promise.all(document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity)
  .map(one => one.finished.catch(() => null))).then(() => null)"""
"""What fades in is judged when it is there."""

OF_THE_LIBRARY: dict[str, str] = {}
"""Rules that a part of the library breaks, of which the page cannot be mended: `rule selector` and why."""


def violations(page):
    """Return every violation as `rule: element (what is wrong)`, but for those of the library."""
    page.evaluate(AT_REST)
    page.evaluate(AXE_SCRIPT)
    found = [(rule["id"], node) for rule in page.evaluate(RUN) for node in rule["nodes"]]
    told = [(f"{rule} {node['target'][-1]}", node) for rule, node in found]
    return [f"{name} ({wrong(node)})" for name, node in told if name not in OF_THE_LIBRARY]


def wrong(node):
    """Return what is wrong with an element, in the words of axe-core."""
    return "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])

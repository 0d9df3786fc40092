"""Chromium for the journeys: a page at desktop or phone width, and what axe finds on it."""

from pathlib import Path

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


def axe(page) -> list[str]:
    """Violations on the page as it stands, each with where; the library comes through the browser's own door, past CSP."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    answer = session.send("Runtime.evaluate", {"expression": _RUN, "awaitPromise": True, "returnByValue": True})
    return answer["result"]["value"]


_RUN = """axe.run({resultTypes: ["violations"]}).then((found) => found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary}`)))"""


def fits(page) -> bool:
    """Whether the page needs no scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

"""What axe finds on a page that is open."""

from __future__ import annotations

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

KINDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Contrast takes most of the time. Texts of one size, weight and colour on the same grounds have the same, and so have
# links of one look in texts of one look: of what either rule asks for, axe measures one of each.
_ONE_OF_EACH_LOOK = """
(() => {
  const read = (look, names) => names.map(name => look[name]).join();
  const GROUND = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode"];
  const TEXT = ["color", "fill", "fontSize", "fontWeight", "textShadow", "textTransform", "visibility"];
  const LINK = ["fontFamily", "fontStyle", "textDecoration", "borderTop", "borderRight", "borderBottom", "borderLeft"];
  const CLEAR = "rgba(0, 0, 0, 0),none,1,none,normal";
  const grounds = new Map([[null, ""]]);
  const describeGround = node => {
    if (!grounds.has(node)) {
      const look = getComputedStyle(node), own = read(look, GROUND);
      const place = look.position === "static" ? "" : node.tagName + node.getAttribute("class");
      const below = describeGround(node.parentElement);
      grounds.set(node, own === CLEAR && !place ? below : `${own},${place}/${below}`);
    }
    return grounds.get(node);
  };
  const describeText = node => {
    const look = getComputedStyle(node);
    return `${read(look, TEXT)},${node.checkVisibility()},${node.disabled ?? ""}|${describeGround(node)}`;
  };
  const describeLink = node => {
    let block = node.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const written = ["::before", "::after"].map(which => getComputedStyle(node, which).content);
    const own = read(getComputedStyle(node), LINK), around = read(getComputedStyle(block), LINK);
    return [own, around, written, describeText(node), describeText(block)].join("|");
  };
  const hasText = node => node.matches("a, input, select, textarea, button")
    || [...node.childNodes].some(one => one.nodeType === Node.TEXT_NODE && one.textContent.trim());
  const measureOneOfEach = (id, describe) => {
    const rule = axe._audit.rules.find(one => one.id === id), { matches } = rule, seen = new Set();
    rule.matches = (node, ...others) => {
      if (!hasText(node)) return false;
      const key = describe(node), isNew = !seen.has(key) && matches.call(rule, node, ...others);
      if (isNew) seen.add(key);
      return isNew;
    };
  };
  measureOneOfEach("color-contrast", describeText);
  measureOneOfEach("link-in-text-block", describeLink);
})()
"""
_AXE = Axe(f"{AXE_SCRIPT};{_ONE_OF_EACH_LOOK}")


# What axe measures, which takes most of its time: it depends on colours, and on where things stand.
MEASURED = ("color-contrast", "link-in-text-block", "target-size")


def describe_violations(page: Page, *, only: Sequence[str] = (), but: Sequence[str] = ()) -> list[str]:
    """Give a line for each rule that a page breaks.

    Parameters
    ----------
    page
        An open page.
    only
        Rules to go by; all, unless some are named.
    but
        Rules to leave out.
    """
    asked = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": list(KINDS)}
    options = {
        "runOnly": asked,
        "rules": {rule: {"enabled": False} for rule in but},
        "resultTypes": ["violations"],  # what is right is not listed, which takes half of the time
    }
    found = _AXE.run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]

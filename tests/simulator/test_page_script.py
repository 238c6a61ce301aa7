"""The page's own script, run by Node without a browser: it asks for the page again, and takes over what changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request

from tests.conftest import missing
from tests.simulator.conftest import Bench

# A page of two parts and a line for trouble; time is a list of what is to be done, and `fresh` is what the next fetch
# finds, or nothing while the simulator is down.
STAGE = """
const shown = {"#clock": "old", "main": "old", "#lost": ""};
const element = name => ({
  get innerHTML() { return shown[name]; },
  replaceChildren(...nodes) { shown[name] = nodes.join(""); },
  set textContent(text) { shown[name] = text; },
});
const parsed = text => ({ querySelector: () => ({ innerHTML: text, childNodes: [text] }) });
let fresh = null, waiting = [];
globalThis.document = { querySelector: element };
globalThis.DOMParser = class { parseFromString(text) { return parsed(text); } };
globalThis.setTimeout = (what, after) => waiting.push([what, after]);
globalThis.fetch = async (path, options) => {
  if (fresh === null || path !== "/" || options.headers.Accept !== "text/html") throw new Error("down");
  return { text: async () => fresh };
};
"""
PLAY = """
(async () => {
  const seen = [];
  for (fresh of ["first", null, "second"]) {
    const [[what, after]] = waiting.splice(0);
    await what();
    seen.push({ ...shown, after, waiting: waiting.length });
  }
  console.log(JSON.stringify(seen));
})();
"""


def test_it_refreshes_by_itself_says_when_nobody_answers_and_goes_on(bench: Bench) -> None:
    node = shutil.which("node")
    if node is None:
        missing("no node on this machine")
    assert node is not None
    request = urllib.request.Request(f"{bench.url('govcloud')}/", headers={"Accept": "text/html"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
    found = re.search(r'<script nonce="([^"]+)">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    assert f"'nonce-{found[1]}'" in policy
    assert "connect-src 'self'" in policy
    played = subprocess.run(
        [node, "-e", STAGE + found[2] + PLAY], capture_output=True, text=True, timeout=60, check=True
    )
    first, down, second = json.loads(played.stdout)
    assert (first["#clock"], first["main"], first["#lost"]) == ("first", "first", "")
    assert (down["main"], down["#lost"]) == ("first", "The simulator doesn't answer any more.")
    assert (second["main"], second["#lost"]) == ("second", "")
    assert [turn["after"] for turn in (first, down, second)] == [2000] * 3
    assert second["waiting"] == 1

/* Both trees: what is shown of them, and the keys of a tree as the ARIA Authoring Practices describe them. */

let fits = () => true;
let filtered = false;

/* Shows every row that fits, those above it, and nothing that is below a closed one. */
function refresh() {
  const wanted = new Set();
  for (const row of rows) {
    if (isAccount(row) ? !fits(row.dataset.id) : filtered) continue;
    for (let each = row; each && !wanted.has(each); each = parentOf.get(each)) wanted.add(each);
  }
  for (const row of rows) {
    const parent = parentOf.get(row);
    row.hidden = !wanted.has(row) || (parent !== undefined && (parent.hidden || !isExpanded(parent)));
  }
  for (const siblings of [...childrenOf.values(), ...trees.map((tree) => rowsOf.get(tree).filter((row) => !parentOf.has(row)))]) {
    const shown = siblings.filter((row) => wanted.has(row));
    shown.forEach((row, place) => {
      row.setAttribute("aria-posinset", place + 1);
      row.setAttribute("aria-setsize", shown.length);
    });
  }
  for (const tree of trees) keepReachable(tree);
  drawSoon();
}

/* Exactly one row of a tree is reached by Tab: the one last focused, or the first that is shown. */
function keepReachable(tree) {
  const all = rowsOf.get(tree);
  const now = all.find((row) => row.tabIndex === 0);
  if (now && !now.hidden) return;
  if (now) now.tabIndex = -1;
  const first = all.find((row) => !row.hidden);
  if (first) first.tabIndex = 0;
}

function expand(row, open) {
  if (isAccount(row) || isExpanded(row) === open) return;
  row.setAttribute("aria-expanded", open);
  refresh();
}

function expandAll(tree, open) {
  for (const row of rowsOf.get(tree)) if (!isAccount(row) && parentOf.has(row)) row.setAttribute("aria-expanded", open);
  refresh();
}

/* Opens all that is above a row, so that it can be seen. */
function reveal(row) {
  for (let each = parentOf.get(row); each; each = parentOf.get(each)) each.setAttribute("aria-expanded", true);
  refresh();
}

function focusRow(row) {
  if (!row) return;
  for (const each of rowsOf.get(row.parentElement)) if (each.tabIndex === 0) each.tabIndex = -1;
  row.tabIndex = 0;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function activate(row, byKey) {
  if (isAccount(row)) showDetails(row, byKey);
  else expand(row, !isExpanded(row));
}

function keyInTree(event) {
  const row = event.target.closest("[role=treeitem]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
  const shown = rowsOf.get(row.parentElement).filter((each) => !each.hidden);
  const place = shown.indexOf(row);
  const keys = {
    ArrowDown: () => focusRow(shown[place + 1]),
    ArrowUp: () => focusRow(shown[place - 1]),
    Home: () => focusRow(shown[0]),
    End: () => focusRow(shown[shown.length - 1]),
    PageDown: () => focusRow(shown[Math.min(place + 10, shown.length - 1)]),
    PageUp: () => focusRow(shown[Math.max(place - 10, 0)]),
    ArrowRight: () => {
      if (isAccount(row)) return;
      if (isExpanded(row)) focusRow(childrenOf.get(row).find((each) => !each.hidden));
      else expand(row, true);
    },
    ArrowLeft: () => (!isAccount(row) && isExpanded(row) ? expand(row, false) : focusRow(parentOf.get(row))),
    Enter: () => activate(row, true),
    " ": () => activate(row, true),
    "*": () => {
      const parent = parentOf.get(row);
      for (const each of parent ? childrenOf.get(parent) : [row]) if (!isAccount(each)) each.setAttribute("aria-expanded", true);
      refresh();
    },
  };
  const typed = event.key.length === 1 && /[^\s/*]/.test(event.key);
  if (!(event.key in keys) && !typed) return;
  event.preventDefault();
  if (event.key in keys) keys[event.key]();
  else focusRow(beginningWith(event.key, [...shown.slice(place + 1), ...shown.slice(0, place)]));
}

const beginningWith = (letter, candidates) =>
  candidates.find((row) => row.querySelector(".name").textContent.toLowerCase().startsWith(letter.toLowerCase()));

for (const tree of trees) {
  tree.addEventListener("keydown", keyInTree);
  tree.addEventListener("click", (event) => {
    const row = event.target.closest("[role=treeitem]");
    if (!row) return;
    focusRow(row);
    activate(row, false);
  });
  for (const button of tree.closest(".pane").querySelectorAll("[data-expand]")) {
    button.addEventListener("click", () => expandAll(tree, button.dataset.expand === "true"));
  }
}

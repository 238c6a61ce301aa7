/* The dotted lines between the halves of pairs, for the rows that are in sight, so that their number doesn't matter. */

const svg = byId("links");
const inSight = new Set();
let near = null;
let due = false;

function drawSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    draw();
  });
}

/* The row itself, or the closed one that it is below; none where the filters hide it. */
function standIn(row) {
  let found = row;
  while (found && found.hidden) found = parentOf.get(found);
  return found;
}

/* The accounts that a row stands for: itself, or all below it while it is closed. */
function* accountsIn(row) {
  if (isAccount(row)) yield row;
  else if (!isExpanded(row)) yield* below(row);
}

function* below(row) {
  for (const child of childrenOf.get(row)) {
    if (isAccount(child)) yield child;
    else yield* below(child);
  }
}

function draw() {
  const box = svg.getBoundingClientRect();
  const lines = new Map();
  for (const seen of inSight) {
    if (seen.hidden) continue;
    for (const account of accountsIn(seen)) {
      const other = rowOf.get(account.dataset.other);
      if (!other || !fits(account.dataset.id)) continue;
      const end = standIn(other);
      if (!end) continue;
      const [left, right] = seen.parentElement === trees[0] ? [seen, end] : [end, seen];
      const key = `${left.id} ${right.id}`;
      const line = lines.get(key) ?? { left, right, chosen: false, near: false, closed: true };
      line.chosen ||= account.getAttribute("aria-selected") === "true";
      line.near ||= near === seen || near === end;
      line.closed &&= !(account.classList.contains("open") && other.classList.contains("open"));
      lines.set(key, line);
    }
  }
  const paths = [...lines.values()].map((line) => path(line, box));
  /* The chosen ones last, on top of the others. */
  paths.sort((one, other) => one.classList.contains("chosen") - other.classList.contains("chosen"));
  svg.replaceChildren(...paths);
}

function path(line, box) {
  const [from, to] = [line.left, line.right].map((row) => {
    const at = row.getBoundingClientRect();
    return Math.round(Math.min(Math.max(at.top + at.height / 2 - box.top, -20), box.height + 20));
  });
  const element = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const middle = Math.round(box.width / 2);
  element.setAttribute("d", `M0 ${from}C${middle} ${from} ${middle} ${to} ${Math.round(box.width)} ${to}`);
  const away = [from, to].some((y) => y < 0 || y > box.height);
  for (const [name, is] of Object.entries({ chosen: line.chosen, near: line.near, closed: line.closed, away })) {
    if (is) element.classList.add(name);
  }
  return element;
}

for (const tree of trees) {
  const scroller = tree.closest(".scroller");
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) inSight[entry.isIntersecting ? "add" : "delete"](entry.target);
      drawSoon();
    },
    { root: scroller },
  );
  rowsOf.get(tree).forEach((row) => observer.observe(row));
  scroller.addEventListener("scroll", drawSoon, { passive: true });
  new ResizeObserver(drawSoon).observe(scroller);
  const point = (event) => {
    near = event.target.closest?.("[role=treeitem]") ?? null;
    drawSoon();
  };
  for (const kind of ["mouseover", "focusin"]) tree.addEventListener(kind, point);
  for (const kind of ["mouseleave", "focusout"]) tree.addEventListener(kind, () => point({ target: document }));
}
addEventListener("resize", drawSoon);

/* The filters: a pair fits when one of its halves does, and then both are shown. */

const filters = byId("filters");
const field = Object.fromEntries(["search", "unit", "state", "tag", "kind"].map((id) => [id, byId(id)]));

const textOf = new Map(rows.filter(isAccount).map((row) => {
  const id = row.dataset.id;
  const account = accounts.get(id) ?? {};
  const pair = pairOf.get(id) ?? {};
  return [id, [id, account.name, account.email, pair.name, pair.email].join("\n").toLowerCase()];
}));
const stateOf = (id) => accounts.get(id)?.state ?? pairOf.get(id)?.govcloud_state;

function halfFits(id, wanted) {
  const account = accounts.get(id);
  const text = textOf.get(id);
  if (text === undefined || !wanted.words.every((word) => text.includes(word))) return false;
  if (wanted.unit && account?.unit !== wanted.unit && !account?.unit.startsWith(`${wanted.unit}/`)) return false;
  if (wanted.state && stateOf(id) !== wanted.state) return false;
  if (wanted.tag && !Object.entries(account?.tags ?? {}).some(([key, value]) => key === wanted.tag || `${key}=${value}` === wanted.tag)) return false;
  return !wanted.kind || (findingsOf.get(id) ?? []).some((finding) => finding.kind === wanted.kind);
}

function applyFilters() {
  const wanted = Object.fromEntries(Object.entries(field).map(([id, input]) => [id, input.value.trim()]));
  wanted.words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = new Set();
  for (const id of textOf.keys()) {
    if (!halfFits(id, wanted)) continue;
    fitting.add(id);
    const other = rowOf.get(id).dataset.other;
    if (other) fitting.add(other);
  }
  filtered = Object.values(field).some((input) => input.value.trim() !== "");
  fits = (id) => fitting.has(id);
  if (filtered) for (const row of rows) if (!isAccount(row)) row.setAttribute("aria-expanded", true);
  for (const line of document.querySelectorAll("[data-pair]")) line.hidden = !fitting.has(line.dataset.pair);
  const pairs = report.pairs.filter((pair) => fitting.has(pair.commercial_account_id) || fitting.has(pair.govcloud_account_id));
  byId("shown").textContent = filtered ? `${pairs.length} of ${report.pairs.length} pairs shown` : `All ${report.pairs.length} pairs shown`;
  refresh();
}

function setFilters(values) {
  for (const [id, input] of Object.entries(field)) input.value = values[id] ?? "";
  applyFilters();
}

filters.addEventListener("input", applyFilters);
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", (event) => {
  event.preventDefault();
  setFilters({});
});
for (const button of document.querySelectorAll("[data-kind]")) {
  button.addEventListener("click", () => {
    setFilters({ kind: button.dataset.kind });
    byId("trees").scrollIntoView();
    field.kind.focus({ preventScroll: true });
  });
}
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  event.preventDefault();
  field.search.focus();
});

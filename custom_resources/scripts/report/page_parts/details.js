/* All about one pair, or about an account that is no pair, beside the trees. */

const details = byId("details");
let origin = null;

function showDetails(row, moveFocus) {
  const id = row.dataset.id;
  const pair = pairOf.get(id);
  const halves = pair ? [pair.commercial_account_id, pair.govcloud_account_id] : [id];
  for (const each of rows) if (isAccount(each)) each.setAttribute("aria-selected", halves.includes(each.dataset.id));
  origin = row;
  details.replaceChildren(
    make("button", { type: "button", className: "close", onclick: closeDetails, ariaLabel: "Close the details" }, "×"),
    make("h2", { id: "details-title" }, pair?.name || accounts.get(id)?.name || id),
    make("p", {}, pair?.email || accounts.get(id)?.email || ""),
    ...halves.map((half) => halfPart(half, pair)),
    tagsPart(halves),
    trailsPart(halves),
    findingsPart(halves),
  );
  details.hidden = false;
  const other = rowOf.get(row.dataset.other);
  if (other) alongside(row, other);
  drawSoon();
  if (moveFocus) details.focus();
}

/* Scrolls the other tree so that the other half is beside this one. */
function alongside(row, other) {
  if (!fits(other.dataset.id)) return;
  reveal(other);
  const scroller = other.closest(".scroller");
  scroller.scrollTop += other.getBoundingClientRect().top - row.getBoundingClientRect().top;
}

function closeDetails() {
  details.hidden = true;
  for (const row of rows) if (isAccount(row)) row.setAttribute("aria-selected", false);
  drawSoon();
  if (origin) focusRow(origin);
}

function facts(entries) {
  const list = make("dl");
  for (const [term, value] of entries) if (value) list.append(make("dt", {}, term), make("dd", {}, value));
  return list;
}

function halfPart(id, pair) {
  const account = accounts.get(id);
  const organization = organizationOf.get(id);
  const side = id === pair?.govcloud_account_id || organization?.partition === "aws-us-gov" ? "GovCloud" : "Commercial";
  const row = rowOf.get(id);
  const joined = account?.joined ? `${account.joined.slice(0, 10)}, ${account.joined_method}` : account?.joined_method;
  return make("section", { className: side.toLowerCase() },
    make("h3", {}, `${side} account`),
    facts([
      ["account", id],
      ["name", account?.name],
      ["state", stateOf(id)],
      ["organization", organization?.id ?? "in none that was read"],
      ["unit", account ? account.unit || "root" : null],
      ["role", account?.is_management ? "management account" : null],
      ["joined", joined],
    ]),
    row ? make("button", { type: "button", onclick: () => { reveal(row); focusRow(row); } }, "Go to this account") : null,
  );
}

function tagsPart(halves) {
  const all = halves.map((id) => accounts.get(id)?.tags);
  if (all.every((tags) => !tags)) return make("p", { className: "help" }, "No tags were read.");
  const keys = [...new Set(all.flatMap((tags) => Object.keys(tags ?? {})))].sort();
  if (!keys.length) return make("p", { className: "help" }, "No tags.");
  const head = make("tr", {}, ...["Tag", "Commercial", "GovCloud"].slice(0, halves.length + 1).map((word) => make("th", { scope: "col" }, word)));
  if (halves.length === 1) head.lastChild.textContent = "Value";
  const lines = keys.map((key) => {
    const values = all.map((tags) => tags?.[key]);
    const differs = values.length > 1 && all.every(Boolean) && values[0] !== values[1] && !key.startsWith("govpair:");
    return make("tr", { className: differs ? "differs" : "" },
      make("th", { scope: "row" }, key, differs ? make("span", { className: "badge" }, "≠ differs") : null),
      ...values.map((value) => make("td", {}, value ?? "–")));
  });
  return make("table", {}, make("caption", {}, "Tags"), make("thead", {}, head), make("tbody", {}, ...lines));
}

function trailsPart(halves) {
  if (!report.trails) return null;
  const said = halves.flatMap((id) => {
    const reading = report.trails[id];
    if (!reading) return [];
    if (reading.why) return [`${id}: not read: ${reading.why}`];
    if (!reading.trails.length) return [`${id}: none`];
    return reading.trails.map((trail) => {
      const logging = trail.logging === null ? "logging not told" : trail.logging ? "logging" : "off";
      const reach = trail.is_multi_region_trail ? "all regions" : trail.home_region;
      return `${id}: ${trail.name}, ${logging}, ${reach}, to ${trail.s3_bucket_name}`;
    });
  });
  return make("section", {}, make("h3", {}, "Trails"), make("ul", {}, ...said.map((text) => make("li", {}, text))));
}

function findingsPart(halves) {
  const found = [...new Set(halves.flatMap((id) => findingsOf.get(id) ?? []))];
  if (!found.length) return make("p", { className: "help" }, "No findings.");
  const signs = { problem: "▲", warning: "●", note: "○" };
  return make("section", {}, make("h3", {}, "Findings"), make("ul", { className: "findings" }, ...found.map((finding) =>
    make("li", {}, make("span", { className: `severity ${finding.severity}` }, `${signs[finding.severity]} ${finding.severity} `),
      ...coded(finding.sentence), " ", make("span", { className: "next" }, ...coded(finding.next_step))))));
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !details.hidden) closeDetails();
});

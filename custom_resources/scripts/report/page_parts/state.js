"use strict";
/* What the page is about: the report's document, its rows, and how they belong together. */

const byId = (id) => document.getElementById(id);
const report = JSON.parse(byId("report").textContent);
const trees = [...document.querySelectorAll("[role=tree]")];
const rowsOf = new Map(trees.map((tree) => [tree, [...tree.children]]));
const rows = trees.flatMap((tree) => rowsOf.get(tree));
const rowOf = new Map(rows.map((row) => [row.dataset.id, row]));
const accounts = new Map(report.organizations.flatMap((each) => each.accounts.map((account) => [account.id, account])));
const organizationOf = new Map(report.organizations.flatMap((each) => each.accounts.map((account) => [account.id, each])));
const pairOf = new Map(report.pairs.flatMap((pair) => [[pair.commercial_account_id, pair], [pair.govcloud_account_id, pair]]));
const findingsOf = new Map();
for (const finding of report.findings) {
  for (const id of finding.account_ids) findingsOf.set(id, [...(findingsOf.get(id) ?? []), finding]);
}

/* The rows are flat; which is in which follows from their levels. */
const parentOf = new Map();
const childrenOf = new Map(rows.map((row) => [row, []]));
for (const tree of trees) {
  const above = [];
  for (const row of rowsOf.get(tree)) {
    const level = Number(row.getAttribute("aria-level"));
    above.length = level - 1;
    if (level > 1) {
      parentOf.set(row, above[level - 2]);
      childrenOf.get(above[level - 2]).push(row);
    }
    above.push(row);
  }
}

const isAccount = (row) => row.hasAttribute("aria-selected");
const isExpanded = (row) => row.getAttribute("aria-expanded") === "true";

/* Makes an element; what comes from the estate is only ever text. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/* Text with what stands in backticks as code. */
const coded = (text) => text.split("`").map((part, place) => (place % 2 ? make("code", {}, part) : part));

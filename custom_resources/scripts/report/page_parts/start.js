/* With scripts: panes of their own, filters, tools. Without, all of it stands there to be read. */

document.documentElement.classList.add("js");
filters.hidden = false;
for (const tool of document.querySelectorAll(".js-only")) tool.hidden = false;
const opened = [];
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details:not([open])")) {
    each.open = true;
    opened.push(each);
  }
});
addEventListener("afterprint", () => opened.splice(0).forEach((each) => (each.open = false)));
applyFilters();

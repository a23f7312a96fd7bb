"use strict";
(() => {
  // Escape, and "back", lead from a quotation to the citation that opened it; the page does not move.
  let citation = null;
  const opened = () => document.querySelector(".evidence article:target");

  const close = (event) => {
    if (!opened()) return;
    const left = citation || document.querySelector(`a.cite[href="#${opened().id}"]`);
    if (!left) return;
    event.preventDefault();
    const height = scrollY;
    location.hash = left.closest("[id]").id;
    left.focus({ preventScroll: true });
    if (citation) scrollTo(scrollX, height);
    citation = null;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.matches(".cite")) citation = link;
    else if (link && link.matches(".back a")) close(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(event);
  });
  addEventListener("hashchange", () => {
    const quotation = opened();
    if (!quotation) return;
    quotation.focus({ preventScroll: true });
    const hidden = citation ? citation.getBoundingClientRect().bottom - quotation.getBoundingClientRect().top : 0;
    if (hidden > 0) scrollBy(0, hidden + 16);
  });

  // A heading of the sources sorts them, and once more the other way round; what is empty comes last.
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const value = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
  const sort = (table, column) => {
    const heading = table.tHead.rows[0].cells[column];
    const down = heading.getAttribute("aria-sort") === "ascending";
    const rows = [...table.tBodies[0].rows].sort((a, b) => {
      const [one, two] = [value(a, column), value(b, column)];
      if (!one || !two) return Number(!one) - Number(!two);
      return down ? collator.compare(two, one) : collator.compare(one, two);
    });
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows);
  };
  for (const table of document.querySelectorAll(".sources table")) {
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, column));
      heading.append(button);
    });
    table.tHead.rows[0].cells[0].setAttribute("aria-sort", "ascending");
  }
})();

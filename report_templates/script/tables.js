// Tables that sort and that can be copied. Everything is text: nothing is ever parsed as markup.
const tables = (() => {
  const ORDER = ["critical", "high", "medium", "low", "info", "error", "fail", "partial", "manual", "not_assessed", "not_applicable", "pass",
    "permanent", "time_bound", "activated", "eligible", "eligible_twice", "control", "voided", "missing", "collected", "open", "unsure", "some", "strong", "blocked"];
  const FORMULA = /^[ \u00a0]*[=+\-@\t\r\n]/;
  const said = document.getElementById("said");

  const textOf = (element) => {
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll("[aria-hidden='true'], title, desc")) one.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  const cell = (text) => {
    const safe = FORMULA.test(text) ? "'" + text : text;
    return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const copyByHand = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  const copiedText = async (text, button, words_said) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = copyByHand(text);
      button.focus();
    }
    said.textContent = done ? words_said : "The browser did not allow the copy.";
    const words = button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => { button.textContent = words; }, 2000);
  };
  const copied = (rows, button) => copiedText(rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n", button, `Copied ${rows.length - 1} rows.`);

  const keyOf = (row, column) => {
    const found = row.cells[column];
    const mark = found.querySelector(".mark");
    const rank = mark ? ORDER.findIndex((one) => mark.classList.contains(one)) : -1;
    if (rank >= 0) return rank;
    const text = textOf(found), number = Number(text.replace(/[,\s%]/g, ""));
    return text === "–" || text === "" ? null : Number.isNaN(number) ? text : number;
  };
  const compared = (one, other) => {
    if (one === null || other === null) return (one === null) - (other === null);
    if (typeof one === "number" && typeof other === "number") return one - other;
    return String(one).localeCompare(String(other), "en", { numeric: true });
  };
  const sort = (table, head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    const keyed = [...table.tBodies[0].rows].map((row) => ({ row, key: keyOf(row, column) }));
    keyed.sort((one, other) => one.key === null || other.key === null ? compared(one.key, other.key) : (down ? -1 : 1) * compared(one.key, other.key));
    for (const each of head.parentElement.cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...keyed.map((each) => each.row));
    said.textContent = `Sorted by ${textOf(head)}, ${down ? "descending" : "ascending"}.`;
  };

  const addSorting = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, column));
    });
  };
  const addCopying = (table) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button copy";
    button.textContent = "Copy as CSV";
    button.setAttribute("aria-label", `Copy as CSV: ${table.caption.textContent}`);
    button.addEventListener("click", () => {
      button.removeAttribute("aria-label");
      copied([...table.rows].map((row) => [...row.cells].map(textOf)), button);
    });
    (table.closest(".scroll") ?? table).after(button);
  };
  for (const table of document.querySelectorAll("main table:not(.evidence)")) {
    if (table.tHead && table.tBodies[0].rows.length > 1) addSorting(table);
    addCopying(table);
  }
  for (const script of document.querySelectorAll("pre.script")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button copy";
    button.textContent = "Copy the script";
    button.addEventListener("click", () => copiedText(script.textContent, button, "Copied the script."));
    script.after(button);
  }
  return { textOf, copied };
})();

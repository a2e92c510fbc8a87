// Drawings of the privilege graph: the way up and down from a box, search, filters, and who stands behind a box of several.
(() => {
  const reached = (start, lines, from, to) => {
    const seen = new Set(start), waiting = [...start];
    while (waiting.length) {
      const here = waiting.pop();
      for (const line of lines) {
        if (line[from] === here && !seen.has(line[to])) {
          seen.add(line[to]);
          waiting.push(line[to]);
        }
      }
    }
    return seen;
  };

  const figureOf = (figure) => {
    const svg = figure.querySelector("svg"), tools = figure.querySelector(".figure-tools"), said = figure.querySelector(".figure-said");
    const find = figure.querySelector(".figure-find"), byClass = figure.querySelector(".figure-class"), byGate = figure.querySelector(".figure-gate");
    const boxes = [...svg.querySelectorAll(".g-box")], marked = [...svg.querySelectorAll("[data-from]")];
    const lines = marked.filter((one) => one.dataset.gates !== undefined)
      .map((one) => ({ from: one.dataset.from, to: one.dataset.to, gates: one.dataset.gates.split(" ").filter(Boolean) }));
    const behind = new Map([...figure.querySelectorAll(".merged [data-node]")].map((one) => [one.dataset.node, one]));
    const nameOf = (box) => box.querySelector("title").textContent;
    const wordsOf = (box) => `${nameOf(box)} ${behind.get(box.dataset.node)?.textContent ?? ""}`.toLowerCase();
    let pinned = null;

    // Boxes and lines that stay bright; null where nothing is asked for.
    const both = (start, some = lines) => {
      const up = reached(start, some, "to", "from"), down = reached(start, some, "from", "to");
      const on = (line) => (up.has(line.from) && up.has(line.to)) || (down.has(line.from) && down.has(line.to));
      return { boxes: new Set([...up, ...down]), lines: new Set(some.filter(on)) };
    };
    const guarded = (gate) => {
      if (gate === "none") {
        const free = lines.filter((line) => line.gates.length === 0), role = boxes.at(-1).dataset.node;
        const up = reached([role], free, "to", "from");
        return { boxes: up, lines: new Set(free.filter((line) => up.has(line.to))) };
      }
      const held = lines.filter((line) => line.gates.includes(gate));
      const up = reached(held.map((line) => line.from), lines, "to", "from"), down = reached(held.map((line) => line.to), lines, "from", "to");
      const on = (line) => held.includes(line) || up.has(line.to) || down.has(line.from);
      return { boxes: new Set([...up, ...down]), lines: new Set(lines.filter(on)) };
    };
    const meet = (one, other) => {
      const keep = (a, b) => new Set([...a].filter((each) => b.has(each)));
      return one && other ? { boxes: keep(one.boxes, other.boxes), lines: keep(one.lines, other.lines) } : one ?? other;
    };
    const paint = (bright) => {
      svg.classList.toggle("lit", Boolean(bright));
      for (const box of boxes) box.classList.toggle("on", Boolean(bright?.boxes.has(box.dataset.node)));
      const on = new Set([...bright?.lines ?? []].map((line) => `${line.from}>${line.to}`));
      for (const one of marked) one.classList.toggle("on", on.has(`${one.dataset.from}>${one.dataset.to}`));
    };
    const asked = () => {
      const wanted = find.value.trim().toLowerCase();
      const hits = wanted && boxes.filter((box) => wordsOf(box).includes(wanted));
      const found = wanted ? { boxes: new Set(hits.map((box) => box.dataset.node)), lines: new Set() } : null;
      const classed = byClass.value ? both(boxes.filter((box) => box.dataset.class === byClass.value).map((box) => box.dataset.node)) : null;
      const gate = byGate?.value ? guarded(byGate.value) : null;
      const bright = meet(meet(classed, gate), found);
      if (bright) said.textContent = `${bright.boxes.size} of ${boxes.length} boxes stay bright`;
      return bright;
    };
    const rest = () => paint(pinned ? both([pinned.dataset.node]) : asked());
    const point = (box) => {
      const bright = both([box.dataset.node]);
      paint(bright);
      said.textContent = `${nameOf(box)}. ${bright.boxes.size - 1} others on its ways.`;
    };
    const pin = (box) => {
      const again = pinned === box;
      for (const one of boxes) one.setAttribute("aria-pressed", String(one === box && !again));
      pinned = again ? null : box;
      const entry = behind.get(box.dataset.node);
      if (entry && !again) {
        entry.closest("details").open = true;
        entry.setAttribute("tabindex", "-1");
        entry.scrollIntoView({ block: "nearest" });
        entry.focus({ preventScroll: true });
      }
      if (pinned) point(box); else rest();
    };
    const step = (box, by) => {
      const next = boxes[(boxes.indexOf(box) + by + boxes.length) % boxes.length];
      box.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    };
    const KEYS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const press = (event, box) => {
      if (event.key in KEYS) step(box, KEYS[event.key]);
      else if (event.key === "Enter" || event.key === " ") pin(box);
      else if (event.key === "Escape" && pinned) pin(pinned);
      else return;
      event.preventDefault();
    };

    svg.setAttribute("role", "group");
    boxes.forEach((box, number) => {
      box.setAttribute("role", "button");
      box.setAttribute("tabindex", number === 0 ? "0" : "-1");
      box.setAttribute("aria-label", nameOf(box));
      box.setAttribute("aria-pressed", "false");
      box.addEventListener("mouseenter", () => point(box));
      box.addEventListener("mouseleave", rest);
      box.addEventListener("focus", () => point(box));
      box.addEventListener("blur", rest);
      box.addEventListener("click", () => pin(box));
      box.addEventListener("keydown", (event) => press(event, box));
    });
    for (const one of [find, byClass, byGate]) one?.addEventListener("input", rest);
    const fit = figure.querySelector(".figure-fit");
    fit.addEventListener("click", () => fit.setAttribute("aria-pressed", String(svg.classList.toggle("fitted"))));
    tools.hidden = false;
  };
  for (const figure of document.querySelectorAll(".ways-figure")) figureOf(figure);
})();

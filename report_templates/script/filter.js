// Findings: search and filters that stay in the address, and links that open what they lead to.
(() => {
  const byId = (id) => document.getElementById(id);
  const bar = byId("filter"), said = byId("filter-said");
  const NAMES = ["q", "severity", "verdict", "theme", "tier", "principal"];
  const HOME = "#findings", OPENED = 60;
  const fields = bar ? NAMES.map((name) => [name, byId(`filter-${name}`)]) : [];
  const low = (text) => text.trim().toLowerCase();

  const checkOf = (element) => ({
    element,
    theme: element.closest(".theme").id,
    head: element.querySelector(".check-head"),
    findings: [...element.querySelectorAll(".finding")],
    fold: element.querySelector(":scope > .fold"),
    more: element.querySelector(":scope > .fold > summary")?.textContent,
  });
  const checks = bar ? [...document.querySelectorAll("#findings .check")].map(checkOf) : [];
  const themes = [...document.querySelectorAll("#findings .theme")];

  const remember = (make) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, make(element));
      return known.get(element);
    };
  };
  const words = remember((element) => element.textContent.toLowerCase());
  const names = remember((element) => [...element.querySelectorAll(":scope > .says > .name, :scope > .way .stop")].map((one) => low(one.textContent)));

  const asked = () => Object.fromEntries(fields.map(([name, field]) => [name, name === "q" || name === "principal" ? low(field.value) : field.value]));
  const fits = (finding, check, want, head) =>
    (!want.severity || finding.dataset.severity === want.severity)
    && (!want.verdict || finding.dataset.verdict === want.verdict)
    && (!want.tier || finding.dataset.tier === want.tier)
    && (!want.principal || names(finding).some((one) => one.includes(want.principal)))
    && (!want.q || head || words(finding).includes(want.q));
  const set = (element, hidden) => {
    if (element.hidden !== hidden) element.hidden = hidden;
  };

  const sift = (check, want, active) => {
    const inTheme = !want.theme || check.theme === want.theme;
    const head = Boolean(want.q) && words(check.head).includes(want.q);
    let hits = 0, folded = 0;
    for (const finding of check.findings) {
      const fit = inTheme && fits(finding, check, want, head);
      set(finding, !fit);
      hits += fit;
      folded += fit && check.fold?.contains(finding) ? 1 : 0;
    }
    if (check.fold) {
      check.fold.open = active && folded > 0 && folded <= OPENED;
      set(check.fold, active && folded === 0);
      check.fold.firstElementChild.textContent = active ? `${folded} of ${check.more}` : check.more;
    }
    set(check.element, active && hits === 0);
    return hits;
  };
  const counted = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;
  const filter = () => {
    const want = asked(), active = Object.values(want).some(Boolean);
    let findings = 0, held = 0;
    for (const check of checks) {
      const hits = sift(check, want, active);
      findings += hits;
      held += check.element.hidden ? 0 : 1;
    }
    for (const theme of themes) set(theme, !theme.querySelector(":scope > .check:not([hidden])"));
    said.textContent = `${counted(findings, "finding")} in ${counted(held, "check")}${active ? "" : ", nothing filtered"}`;
    return active;
  };
  const keep = () => {
    const active = filter();
    const state = new URLSearchParams(fields.filter(([, field]) => field.value).map(([name, field]) => [name, field.value]));
    history.replaceState(null, "", active ? `${HOME}?${state}` : HOME);
  };
  const restore = (state) => {
    for (const [name, field] of fields) field.value = state.get(name) ?? "";
    filter();
  };

  const reveal = (target) => {
    if (bar && target.closest("[hidden]")) restore(new URLSearchParams());
    for (let one = target.parentElement; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    for (const one of target.querySelectorAll(":scope.finding > details")) one.open = true;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  const follow = (event) => {
    const place = event?.newURL ? new URL(event.newURL).hash : location.hash; // leaving a field may have changed the address meanwhile
    if (place.startsWith(`${HOME}?`)) {
      if (bar) restore(new URLSearchParams(place.slice(HOME.length + 1)));
      byId("findings").scrollIntoView();
      return;
    }
    const target = place.length > 1 && byId(place.slice(1));
    if (!target) return;
    reveal(target);
    history.replaceState(null, "", place);
  };

  const rowOf = (check) => (finding) => {
    const says = finding.querySelector(":scope > .says"), id = check.head.querySelector(".check-id").textContent;
    return [id, check.head.querySelector("h4").textContent.slice(id.length).trim(), finding.dataset.severity, finding.dataset.verdict,
      says.querySelector(".name").textContent, tables.textOf(says), finding.id];
  };
  const fillNames = () => {
    const list = byId("filter-principals");
    if (list.childElementCount) return;
    const every = new Set(checks.flatMap((check) => check.findings.map((one) => one.querySelector(":scope > .says > .name").textContent)));
    for (const name of [...every].sort().slice(0, 1000)) list.append(new Option(name, name));
  };

  if (bar) {
    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 150);
    };
    const now = () => {
      clearTimeout(waiting);
      keep();
    };
    for (const [, field] of fields) {
      if (field.tagName === "INPUT") field.addEventListener("input", soon);
      field.addEventListener("change", now);
    }
    byId("filter-principal").addEventListener("focus", fillNames);
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.addEventListener("reset", () => setTimeout(keep));
    byId("filter-copy").addEventListener("click", (event) => {
      const head = ["check", "title", "severity", "verdict", "object", "finding", "link"];
      const rows = checks.filter((check) => !check.element.hidden).flatMap((check) => check.findings.filter((one) => !one.hidden).map(rowOf(check)));
      tables.copied([head, ...rows], event.currentTarget);
    });
    bar.hidden = false;
    said.textContent = `${counted(checks.reduce((sum, one) => sum + one.findings.length, 0), "finding")} in ${counted(checks.length, "check")}, nothing filtered`;
  }
  addEventListener("hashchange", follow);
  follow();
})();

"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const root = document.documentElement;
  const remembered = (value) => {
    try {
      if (value) localStorage.setItem("assessor-theme", value);
      return localStorage.getItem("assessor-theme");
    } catch {
      return value;
    }
  };

  const themeButton = byId("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const setTheme = (theme) => {
    if (theme) root.dataset.theme = theme;
    themeButton.textContent = isDark() ? "Use light colours" : "Use dark colours";
  };
  setTheme(remembered());
  themeButton.hidden = false;
  themeButton.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    remembered(next);
    setTheme(next);
  });

  const checks = [...document.querySelectorAll("#findings .check")];
  const themes = [...document.querySelectorAll("#findings .theme")];
  const text = byId("filter-text"), severity = byId("filter-severity"), verdict = byId("filter-verdict"), said = byId("filter-said");
  const words = new WeakMap();
  const holds = (element, wanted) => {
    if (!wanted) return true;
    if (!words.has(element)) words.set(element, element.textContent.toLowerCase());
    return words.get(element).includes(wanted);
  };

  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    const asked = wanted || severity.value || verdict.value;
    let shownFindings = 0, shownChecks = 0;
    for (const check of checks) {
      const head = holds(check.querySelector(".check-head"), wanted);
      let hits = 0;
      for (const finding of check.querySelectorAll(".finding")) {
        const fits = (!severity.value || finding.dataset.severity === severity.value)
          && (!verdict.value || finding.dataset.verdict === verdict.value) && (head || holds(finding, wanted));
        finding.hidden = !fits;
        hits += fits ? 1 : 0;
      }
      check.hidden = hits === 0 && Boolean(asked);
      for (const fold of check.querySelectorAll(".fold")) fold.open = Boolean(asked) && hits > 0;
      shownFindings += hits;
      shownChecks += check.hidden ? 0 : 1;
    }
    for (const theme of themes) theme.hidden = !theme.querySelector(".check:not([hidden])");
    said.textContent = asked ? `${shownFindings} findings in ${shownChecks} checks` : "";
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 150);
  };
  if (checks.length) {
    byId("filter").hidden = false;
    text.addEventListener("input", soon);
    severity.addEventListener("change", filter);
    verdict.addEventListener("change", filter);
  }

  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
})();

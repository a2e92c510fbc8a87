"use strict";
// Colours and paper: every page of ours has this part.
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

  const printButton = byId("print");
  if (printButton) {
    printButton.hidden = false;
    printButton.addEventListener("click", () => print());
  }
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
})();

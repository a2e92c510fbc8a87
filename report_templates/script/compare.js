// A filter that is used looks into what did not change as well.
(() => {
  const bar = document.getElementById("filter");
  if (!bar) return;
  const open = () => {
    for (const one of document.querySelectorAll("#findings > details")) one.open = true;
  };
  bar.addEventListener("input", open);
  if (location.hash.startsWith("#findings?")) open();
})();

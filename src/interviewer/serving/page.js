"use strict";
// The terminal itself is textual.js. Here: another try after the end, and keys that a browser would take for itself.
document.getElementById("again").addEventListener("click", () => window.location.replace("/"));
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) document.getElementById("again").focus();
}).observe(document.body, { attributeFilter: ["class"] });
for (const kind of ["keydown", "keypress"]) {
  window.addEventListener(
    kind,
    (event) => {
      const taken = event.ctrlKey && !event.metaKey && !event.altKey && "jnopqst".includes(event.key.toLowerCase());
      if (taken || /^F([1-9]|10)$/.test(event.key)) event.preventDefault();
    },
    true,
  );
}

"use strict";
// The terminal itself is textual.js. Here: the way back in after the end.
document.getElementById("again").addEventListener("click", () => window.location.replace("/"));
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) document.getElementById("again").focus();
}).observe(document.body, { attributeFilter: ["class"] });

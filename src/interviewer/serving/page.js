"use strict";
// The terminal itself is textual.js. Here: keys go to it at once, and the way back in after the end.
window.addEventListener("load", () => document.querySelector(".xterm-helper-textarea").focus());
document.getElementById("again").addEventListener("click", () => window.location.replace("/"));
new MutationObserver(() => {
  if (document.body.classList.contains("-closed")) document.getElementById("again").focus();
}).observe(document.body, { attributeFilter: ["class"] });

// For pages that frame a list: makes each frame as high as its list.  Without it a frame scrolls.
"use strict";

(() => {
  const HERE = new URL(document.currentScript.src).origin;
  const HIGHEST = 20000;

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== HERE || data?.type !== "creative-finder:height" || !(data.height > 0)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source) frame.height = Math.min(data.height, HIGHEST);
    }
  });

  // A list that stood before this script came has told its height already.
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.src.startsWith(`${HERE}/`)) frame.contentWindow?.postMessage({ type: "creative-finder:ready" }, "*");
  }
})();

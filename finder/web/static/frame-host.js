// For pages that frame a list: makes each frame as high as its list.  Without it a frame scrolls.
"use strict";

(() => {
  const HIGHEST = 20000;

  // Where a list is framed from; nothing for frames of others.  Not where this script is from: programs that gather the
  // scripts of a page serve it themselves.
  const origin = (frame) => /^(https?:\/\/[^/]+)(?:\/[^?#]*)?\/embed(?:\/groups\/[^/?#]+)?(?:[?#]|$)/.exec(frame.src)?.[1];

  addEventListener("message", ({ origin: from, source, data }) => {
    if (data?.type !== "creative-finder:height" || !(data.height > 0)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === source && origin(frame) === from) frame.height = Math.min(data.height, HIGHEST);
    }
  });

  // A list that stood before this script came has told its height already.
  for (const frame of document.querySelectorAll("iframe")) {
    if (origin(frame)) frame.contentWindow?.postMessage({ type: "creative-finder:ready" }, "*");
  }
})();

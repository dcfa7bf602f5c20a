// The framed list tells the page around it how high it is: to our own script there, and to WordPress in its own words.
"use strict";

(() => {
  if (window.parent === window) return;
  // WordPress puts a secret behind the address and believes only who repeats it.
  const secret = /secret=([A-Za-z0-9]{1,40})/.exec(location.hash)?.[1];
  let last = 0;

  function tell() {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === last) return;
    last = height;
    // A height is nothing to hide: any page may frame the list and needs to know.
    window.parent.postMessage({ type: "creative-finder:height", height }, "*");
    if (secret) window.parent.postMessage({ message: "height", value: height, secret }, "*");
  }

  // Its frame may open no window: it asks the page around it to go there.  A further page of the list comes into the frame.
  function leave(event) {
    const link = event.target.closest("a[href]");
    if (!link) return;
    if (link.target !== "_blank") {
      link.hash = location.hash;
      return;
    }
    event.preventDefault();
    window.parent.postMessage({ message: "link", value: link.href, secret }, "*");
  }

  // A page that begins to listen late asks: WordPress and our own script there.
  function answer({ source, data }) {
    if (source !== window.parent || (data?.type !== "creative-finder:ready" && data?.message !== "ready")) return;
    last = 0;
    tell();
  }

  if (secret) document.addEventListener("click", leave);
  addEventListener("message", answer);
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
})();

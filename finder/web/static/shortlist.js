// The shortlist lives in this browser alone: ids of groups under one name, and nothing else.
"use strict";

(() => {
  const NAME = "shortlist";
  const MOST = 40;
  const link = document.getElementById("kept");
  if (!link) return;

  function read() {
    try {
      const ids = JSON.parse(localStorage.getItem(NAME) ?? "[]");
      return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  // Where the browser keeps nothing, there is no list to offer.
  function canKeep() {
    try {
      localStorage.setItem(`${NAME}-try`, "1");
      localStorage.removeItem(`${NAME}-try`);
      return true;
    } catch {
      return false;
    }
  }

  function write(ids) {
    if (ids.length) localStorage.setItem(NAME, JSON.stringify(ids.slice(-MOST)));
    else localStorage.removeItem(NAME);
    show();
  }

  function toggle(id) {
    const ids = read();
    write(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  }

  function show() {
    const ids = read();
    link.href = ids.length ? `${link.dataset.page}?ids=${encodeURIComponent(ids.join(","))}` : link.dataset.page;
    link.hidden = ids.length === 0;
    link.querySelector("b").textContent = String(ids.length);
    for (const button of document.querySelectorAll("button[data-keeps]")) {
      const kept = ids.includes(button.dataset.keeps);
      button.classList.toggle("is-kept", kept);
      button.firstChild.textContent = kept ? link.dataset.kept : link.dataset.keep;
    }
  }

  function offer(id, title, after) {
    if (after.querySelector("button[data-keeps]")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet keep";
    button.dataset.keeps = id;
    button.append(link.dataset.keep);
    const about = document.createElement("span");
    about.className = "visually-hidden";
    about.textContent = `: ${title}`;
    button.append(about);
    button.addEventListener("click", () => toggle(id));
    after.append(button);
  }

  // A group is named by its own address, on cards and on its page.
  function idOf(address) {
    return new URL(address, location.href).pathname.match(/\/groups\/([^/.]+)$/)?.[1];
  }

  function offerAll() {
    for (const card of document.querySelectorAll("article.card")) {
      const heading = card.querySelector('h2 a[href*="/groups/"]');
      const id = heading && idOf(heading.href);
      if (id) offer(decodeURIComponent(id), heading.textContent.trim(), card);
    }
    const page = document.querySelector("article.group .keep-here");
    const own = idOf(location.href);
    if (page && own) offer(decodeURIComponent(own), document.querySelector("h1").textContent.trim(), page);
    show();
  }

  // A list that somebody passed on is only taken over when its reader says so.
  function offerTaking() {
    const list = document.getElementById("shortlist");
    if (!list) return;
    const ids = list.dataset.ids.split(",").filter(Boolean);
    if (!ids.length && read().length) return location.replace(`${link.dataset.page}?ids=${encodeURIComponent(read().join(","))}`);
    for (const drop of list.querySelectorAll("[data-drops]")) {
      drop.addEventListener("click", () => write(read().filter((id) => id !== drop.dataset.drops)));
    }
    if (ids.every((id) => read().includes(id))) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset.keep;
    button.addEventListener("click", () => {
      write([...new Set([...read(), ...ids])]);
      button.textContent = list.dataset.kept;
      button.disabled = true;
    });
    list.prepend(button);
  }

  if (!canKeep()) return;
  offerAll();
  offerTaking();
  // Results that change in place bring new cards.
  const results = document.querySelector("main");
  new MutationObserver(() => offerAll()).observe(results, { childList: true, subtree: true });
  addEventListener("storage", show);
})();

// <creative-finder near="47401" tags="fiber-arts"> shows groups nearby on any web page.
// One request, no cookie, no dependency.  The children inside stay for whoever runs no JavaScript.
"use strict";

(() => {
  const HERE = new URL(document.currentScript?.src ?? location.href);
  const KEPT = "creative-finder:";
  const LONGEST_KEPT = 90 * 24 * 3600 * 1000;
  const TEXT = ["near", "within", "units", "q", "lang", "count", "sort", "selection"];
  const LISTS = { tags: "tag", access: "access", day: "day", time: "time" };
  const FLAGS = { free: "free", again: "again", stated: "stated" };
  const COLOURS = ["ink", "paper", "link", "line"];
  const OWN = ["base", "data-base", "query", "layout", "theme", "heading-level", "no-copy", ...COLOURS];
  const LAYOUTS = ["list", "cards", "compact", "calendar"];
  const WATCHED = [...TEXT, ...Object.keys(LISTS), ...Object.keys(FLAGS), ...OWN];
  const OF_ANY_ELEMENT = /^(?:aria-|data-|on|item|(?:class|dir|exportparts|hidden|id|inert|is|nonce|part|role|slot|style|tabindex|title|translate)$)/;

  const CSS = `
:host{--finder-ink:#2a2320;--finder-soft:#5f534c;--finder-paper:#fffdf9;--finder-line:#d9cdbf;--finder-link:#a03a1d;--finder-radius:.6rem;--finder-gap:.9rem;display:block;color:var(--finder-ink);line-height:1.5}
:host([hidden]){display:none}
section{background:var(--finder-paper);border:1px solid var(--finder-line);border-radius:var(--finder-radius);padding:var(--finder-gap);overflow-wrap:anywhere}
h2,h3,h4,h5,h6,p,ul,dl,dd{margin:0;padding:0}
.title{font-size:1.15em;margin-bottom:.5em}
.about{margin:-.4em 0 .6em}
.state+ul{margin-top:.8em}
.ways{gap:.3em;margin-top:.5em}
.ways li{border:0;padding:0}
ul{list-style:none;display:grid;gap:var(--finder-gap)}
li{border-top:1px solid var(--finder-line);padding-top:var(--finder-gap)}
.name{font-size:1.05em}
.link{unicode-bidi:plaintext}
a{color:var(--finder-link);display:inline-block;padding-block:.15em}
a:focus-visible{outline:3px solid currentcolor;outline-offset:2px}
.soft,footer,.state{color:var(--finder-soft);font-size:.92em}
.day{font-weight:700}
.cards ul{grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr))}
.cards li{border:1px solid var(--finder-line);border-radius:var(--finder-radius);padding:var(--finder-gap)}
.compact .more{display:none}
.compact ul{gap:.4em}
.compact li{padding-top:.4em}
footer,.state{margin-top:.8em}
@media print{section{border:0}}`;

  const LIGHT = { ink: "#2a2320", paper: "#fffdf9", link: "#a03a1d", line: "#8a7b6f" };
  const DARK = { ink: "#f3ebe2", paper: "#26211e", link: "#f2a283", line: "#95867a" };
  const DIM = { ...DARK, soft: "#c6b8ab", line: "#5a4e46" };

  // A sheet made by script is no inline style: it works under a strict policy of the host's page.
  function sheetOf(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  }

  const painted = (colours) => `:host{${Object.entries(colours).map(([name, value]) => `--finder-${name}:${value}`).join(";")}}`;

  let shared;

  function make(name, part, ...content) {
    const made = document.createElement(name);
    if (part) {
      made.className = part;
      made.setAttribute("part", part);
    }
    made.append(...content.filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  }

  class CreativeFinder extends HTMLElement {
    static observedAttributes = WATCHED;
    #asked = "";
    #due = false;
    #colours = sheetOf("");

    connectedCallback() {
      if (!this.shadowRoot) {
        shared ??= sheetOf(CSS);
        this.attachShadow({ mode: "open" }).adoptedStyleSheets = [shared, this.#colours];
        // A wish in a wrong word would be passed over: a town that nobody read shows groups from everywhere.
        const unknown = this.getAttributeNames().filter((name) => !WATCHED.includes(name) && !OF_ANY_ELEMENT.test(name));
        if (unknown.length) console.warn(`<creative-finder> has no attribute ${unknown.join(", ")}: it takes ${WATCHED.join(", ")}.`);
      }
      this.#soon();
    }

    attributeChangedCallback() {
      if (this.isConnected) this.#soon();
    }

    // Attributes that change together are one question.
    #soon() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        this.#load();
      });
    }

    get address() {
      return this.#addressOf("embed/cards.json");
    }

    #addressOf(path) {
      const base = this.getAttribute("data-base") || this.getAttribute("base") || "../";
      const address = new URL(path, new URL(base.endsWith("/") ? base : `${base}/`, HERE));
      for (const [name, value] of new URLSearchParams(this.getAttribute("query") ?? "")) address.searchParams.append(name, value);
      for (const name of TEXT) {
        const value = this.getAttribute(name);
        if (value) address.searchParams.set(...(name === "count" ? ["per_page", fitting(value)] : [name, value]));
      }
      for (const [attribute, name] of Object.entries(LISTS)) {
        for (const value of (this.getAttribute(attribute) ?? "").split(/[\s,]+/).filter(Boolean)) address.searchParams.append(name, value);
      }
      for (const [attribute, name] of Object.entries(FLAGS)) if (this.hasAttribute(attribute)) address.searchParams.set(name, "1");
      // In the order of days, the first are those that come soonest.
      if (this.getAttribute("layout") === "calendar" && !address.searchParams.has("sort")) address.searchParams.set("sort", "soonest");
      const language = this.closest("[lang]")?.lang;
      if (!address.searchParams.has("lang") && language) address.searchParams.set("lang", language);
      address.searchParams.sort();
      return address.href;
    }

    async #load() {
      let address;
      try {
        address = this.address;
      } catch {
        // The base is no address.
        this.#show(this.#section("error", null, document.createElement("slot")));
        return;
      }
      this.#asked = address;
      const old = read(address);
      this.setAttribute("aria-busy", "true");
      if (!this.shadowRoot.querySelector("section")) this.#show(old ? this.#list(old.told) : this.#waiting(), old?.told);
      try {
        const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout?.(15000) });
        if (answer.status >= 429) throw answer;
        const told = await answer.json();
        if (this.#asked !== address) return;
        if (!answer.ok) this.#show(this.#trouble(told.error));
        else {
          if (!this.hasAttribute("no-copy")) keep(address, told);
          this.#show(this.#list(told), told);
        }
      } catch {
        if (this.#asked !== address) return;
        // The server does not answer, or not so much: what was seen last, with its day, is better than an empty box.
        this.#show(old ? this.#list(old.told, old.day) : this.#trouble(), old?.told);
      } finally {
        if (this.#asked === address) this.removeAttribute("aria-busy");
      }
    }

    // What was saved with a selection holds until the page itself says something else.
    #paint(saved = {}) {
      const own = ["theme", ...COLOURS].some((name) => this.hasAttribute(name));
      const look = own ? Object.fromEntries(["theme", ...COLOURS].map((name) => [name, this.getAttribute(name)])) : saved;
      const given = COLOURS.map((name) => [name, /^#?((?:[0-9a-f]{3}){1,2})$/i.exec(look[name] ?? "")?.[1]]).filter(([, value]) => value);
      let css = "";
      if (given.length) {
        const all = { ...(look.theme === "dark" ? DARK : LIGHT), ...Object.fromEntries(given.map(([name, value]) => [name, `#${value}`])) };
        css = painted({ ...all, soft: all.ink });
      } else if (look.theme === "dark") css = painted(DIM);
      else if (look.theme === "auto") css = `@media(prefers-color-scheme:dark){${painted(DIM)}}`;
      this.#colours.replaceSync(css);
    }

    #show(section, told) {
      const focused = this.shadowRoot.activeElement?.href;
      this.#paint(told?.look);
      this.shadowRoot.replaceChildren(section);
      // Whoever stood on a link of the last list stands on it in the new one.
      if (focused) [...section.querySelectorAll("a")].find((one) => one.href === focused)?.focus({ preventScroll: true });
      this.dispatchEvent(new CustomEvent("creative-finder:shown", { bubbles: true, detail: { state: section.dataset.state } }));
    }

    // Whatever was put inside by hand says it until there is an answer, and when there is none.
    #layout(told) {
      return [this.getAttribute("layout"), told?.look?.layout].find((one) => LAYOUTS.includes(one)) ?? LAYOUTS[0];
    }

    #section(state, told, ...content) {
      const section = make("section", "box", ...content);
      section.dataset.state = state;
      section.classList.add(this.#layout(told));
      return section;
    }

    // Nothing inside makes no empty box: the page that shows the same.
    #inside() {
      if (this.textContent.trim() || this.children.length) return document.createElement("slot");
      const page = this.#addressOf("find");
      return leadingTo(page, "all", new URL(page).host);
    }

    #waiting() {
      return this.#section("loading", null, this.#inside());
    }

    #trouble(text) {
      const state = make("p", "state", text ?? "");
      state.setAttribute("role", "status");
      return this.#section("error", null, ...(text ? [state] : []), this.#inside());
    }

    #list(told, staleSince) {
      const level = Math.min(5, Math.max(2, Number(this.getAttribute("heading-level")) || 2));
      const section = this.#section(
        staleSince ? "stale" : told.cards.length ? "full" : "empty",
        told,
        make(`h${level}`, "title", told.heading),
        told.about && make("p", "about soft", told.about),
        told.sample && make("p", "state", told.sample),
        ...(told.cards.length ? [this.#cards(told, level + 1)] : nothing(told)),
        this.#footer(told, staleSince),
      );
      section.lang = told.lang;
      section.dir = told.dir;
      return section;
    }

    #cards(told, level) {
      const byDay = this.#layout(told) === "calendar";
      const list = make("ul", "groups", ...told.cards.map((one) => card(one, level, byDay, told.says)));
      // Safari takes a list without marks for none.
      list.setAttribute("role", "list");
      return list;
    }

    #footer(told, staleSince) {
      const link = leadingTo(told.page, "all", told.all);
      const stale = staleSince && make("p", "state stale", told.stale.replace("{day}", staleSince));
      stale?.setAttribute("role", "status");
      return make("footer", "foot", stale, make("p", "", link), make("p", "checked", told.checked));
    }
  }

  // More than the finder gives at once, or no number, is no reason to show nothing.
  const fitting = (count) => String(Math.min(100, Math.max(1, Number.parseInt(count, 10) || 20)));

  function leadingTo(address, part, words) {
    const link = make("a", part, words);
    link.href = address;
    return link;
  }

  // Never an empty box: what is nearest to what was asked for.
  function nothing(told) {
    const ways = (told.wider ?? []).map((one) => make("li", "", leadingTo(one.url, "link wider", one.words)));
    return [make("p", "state", told.empty), ways.length ? make("ul", "ways", ...ways) : null];
  }

  function card(one, level, byDay, says) {
    const link = leadingTo(one.url, "link", one.title);
    let when = null;
    if (one.when) {
      when = make("time", "when", one.when.words);
      when.dateTime = one.when.iso;
    }
    const name = make(`h${level}`, "name", link);
    const first = make("p", byDay ? "day" : "first", when);
    return make(
      "li",
      "card",
      ...(byDay ? [first, name] : [name, first]),
      one.doubt ? make("p", "doubt", make("strong", "", one.doubt)) : null,
      // Names of other scripts keep their own direction, and turn round nothing that stands beside them.
      make("p", "where", one.where && make("bdi", "", one.where), one.where && one.distance && " · ", one.distance),
      make("p", "more soft", [one.cadence, one.price, one.ages].filter(Boolean).join(" · ")),
      one.claims?.length ? make("p", "claims more soft", says ? `${says}: ${one.claims.join(" · ")}` : one.claims.join(" · ")) : null,
    );
  }

  // The last answer, kept in the browser under the host's own name: what it lists is public, and nothing is said of who reads it.
  function read(address) {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT + address));
      return Array.isArray(kept?.told?.cards) ? kept : null;
    } catch {
      return null;
    }
  }

  function isOld(kept) {
    try {
      return !(JSON.parse(kept).at > Date.now() - LONGEST_KEPT);
    } catch {
      return true;
    }
  }

  function keep(address, told) {
    try {
      localStorage.setItem(KEPT + address, JSON.stringify({ told, day: told.day, at: Date.now() }));
      // Lists that this site showed once and no longer does.
      for (const name of Object.keys(localStorage)) if (name.startsWith(KEPT) && isOld(localStorage.getItem(name))) localStorage.removeItem(name);
    } catch {
      // A full or forbidden store only means that there is no copy.
    }
  }

  if (!customElements.get("creative-finder")) customElements.define("creative-finder", CreativeFinder);
})();

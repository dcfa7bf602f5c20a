// <creative-finder near="47401" tags="fiber-arts"> shows groups nearby on any web page.
// One request, no cookie, no dependency.  The children inside stay for whoever runs no JavaScript.
"use strict";

(() => {
  const HERE = new URL(document.currentScript?.src ?? location.href);
  const KEPT = "creative-finder:";
  const TEXT = ["near", "within", "units", "q", "lang", "count", "sort", "selection"];
  const LISTS = { tags: "tag", access: "access", day: "day", time: "time" };
  const FLAGS = { free: "free", again: "again", stated: "stated" };
  const OWN = ["base", "data-base", "query", "layout", "theme", "heading-level"];
  const LAYOUTS = ["list", "cards", "compact", "calendar"];
  const WATCHED = [...TEXT, ...Object.keys(LISTS), ...Object.keys(FLAGS), ...OWN];

  const CSS = `
:host{--finder-ink:#2a2320;--finder-soft:#5f534c;--finder-paper:#fffdf9;--finder-line:#d9cdbf;--finder-link:#a03a1d;--finder-radius:.6rem;--finder-gap:.9rem;display:block;color:var(--finder-ink);line-height:1.5}
:host([hidden]){display:none}
:host([theme=dark]){--finder-ink:#f3ebe2;--finder-soft:#c6b8ab;--finder-paper:#26211e;--finder-line:#5a4e46;--finder-link:#f2a283}
@media(prefers-color-scheme:dark){:host([theme=auto]){--finder-ink:#f3ebe2;--finder-soft:#c6b8ab;--finder-paper:#26211e;--finder-line:#5a4e46;--finder-link:#f2a283}}
section{background:var(--finder-paper);border:1px solid var(--finder-line);border-radius:var(--finder-radius);padding:var(--finder-gap);overflow-wrap:anywhere}
h2,h3,h4,h5,h6,p,ul,dl,dd{margin:0;padding:0}
.title{font-size:1.15em;margin-bottom:.5em}
ul{list-style:none;display:grid;gap:var(--finder-gap)}
li{border-top:1px solid var(--finder-line);padding-top:var(--finder-gap)}
.name{font-size:1.05em}
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

  let sheet;
  function styled(root) {
    // A sheet made by script is no inline style: it works under a strict policy of the host's page.
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
    }
    root.adoptedStyleSheets = [sheet];
  }

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

    connectedCallback() {
      if (!this.shadowRoot) styled(this.attachShadow({ mode: "open" }));
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
      const base = this.getAttribute("data-base") || this.getAttribute("base") || new URL("../", HERE).href;
      const address = new URL("embed/cards.json", base.endsWith("/") ? base : `${base}/`);
      for (const [name, value] of new URLSearchParams(this.getAttribute("query") ?? "")) address.searchParams.append(name, value);
      for (const name of TEXT) {
        const value = this.getAttribute(name);
        if (value) address.searchParams.set(name === "count" ? "per_page" : name, value);
      }
      for (const [attribute, name] of Object.entries(LISTS)) {
        for (const value of (this.getAttribute(attribute) ?? "").split(/[\s,]+/).filter(Boolean)) address.searchParams.append(name, value);
      }
      for (const [attribute, name] of Object.entries(FLAGS)) if (this.hasAttribute(attribute)) address.searchParams.set(name, "1");
      const language = this.closest("[lang]")?.lang;
      if (!address.searchParams.has("lang") && language) address.searchParams.set("lang", language);
      address.searchParams.sort();
      return address.href;
    }

    async #load() {
      const address = this.address;
      this.#asked = address;
      const old = read(address);
      this.setAttribute("aria-busy", "true");
      if (!this.shadowRoot.querySelector("section")) this.#show(old ? this.#list(old.told) : this.#waiting());
      try {
        const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout?.(15000) });
        if (answer.status >= 429) throw answer;
        const told = await answer.json();
        if (this.#asked !== address) return;
        if (!answer.ok) this.#show(this.#trouble(told.error));
        else {
          keep(address, told);
          this.#show(this.#list(told));
        }
      } catch {
        if (this.#asked !== address) return;
        // The server does not answer, or not so much: what was seen last, with its day, is better than an empty box.
        this.#show(old ? this.#list(old.told, old.day) : this.#trouble());
      } finally {
        if (this.#asked === address) this.removeAttribute("aria-busy");
      }
    }

    #show(section) {
      this.shadowRoot.replaceChildren(section);
      this.dispatchEvent(new CustomEvent("creative-finder:shown", { bubbles: true, detail: { state: section.dataset.state } }));
    }

    // Whatever was put inside by hand says it until there is an answer, and when there is none.
    #section(state, ...content) {
      const section = make("section", "box", ...content);
      section.dataset.state = state;
      const layout = this.getAttribute("layout");
      section.classList.add(LAYOUTS.includes(layout) ? layout : LAYOUTS[0]);
      return section;
    }

    #waiting() {
      return this.#section("loading", document.createElement("slot"));
    }

    #trouble(text) {
      const state = make("p", "state", text ?? "");
      state.setAttribute("role", "status");
      return this.#section("error", ...(text ? [state] : []), document.createElement("slot"));
    }

    #list(told, staleSince) {
      const level = Math.min(5, Math.max(2, Number(this.getAttribute("heading-level")) || 2));
      const section = this.#section(
        staleSince ? "stale" : told.cards.length ? "full" : "empty",
        make(`h${level}`, "title", told.heading),
        told.sample && make("p", "state", told.sample),
        told.cards.length ? this.#cards(told, level + 1) : make("p", "state", told.empty),
        this.#footer(told, staleSince),
      );
      section.lang = told.lang;
      section.dir = told.dir;
      return section;
    }

    #cards(told, level) {
      const byDay = this.getAttribute("layout") === "calendar";
      const cards = byDay ? told.cards.filter((one) => one.when).sort((a, b) => a.when.iso.localeCompare(b.when.iso)) : told.cards;
      return make("ul", "groups", ...cards.map((one) => card(one, level, byDay)));
    }

    #footer(told, staleSince) {
      const link = make("a", "all", told.all);
      link.href = told.page;
      const stale = staleSince && make("p", "state stale", told.stale.replace("{day}", staleSince));
      stale?.setAttribute("role", "status");
      return make("footer", "foot", stale, make("p", "", link), make("p", "checked", told.checked));
    }
  }

  function card(one, level, byDay) {
    const link = make("a", "link", one.title);
    link.href = one.url;
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
      make("p", "where", [one.where, one.distance].filter(Boolean).join(" · ")),
      make("p", "more soft", [one.cadence, one.price, one.ages].filter(Boolean).join(" · ")),
      one.claims.length ? make("p", "claims more soft", one.claims.join(" · ")) : null,
    );
  }

  // The last answer, kept in the browser under the host's own name: what it lists is public, and nothing is said of who reads it.
  function read(address) {
    try {
      return JSON.parse(localStorage.getItem(KEPT + address));
    } catch {
      return null;
    }
  }

  function keep(address, told) {
    try {
      localStorage.setItem(KEPT + address, JSON.stringify({ told, day: told.day }));
    } catch {
      // A full or forbidden store only means that there is no copy.
    }
  }

  if (!customElements.get("creative-finder")) customElements.define("creative-finder", CreativeFinder);
})();

// Runs the script of a published page with a browser's parts that a test controls: see FollowingScriptTest.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const script = readFileSync(new URL("../../main/resources/following.js", import.meta.url), "utf8");

class Page {
  streams = [];
  timers = [];
  said = [];
  listeners = {};

  constructor(publication = "1") {
    const page = this;
    class EventSource {
      static CONNECTING = 0;
      static OPEN = 1;
      static CLOSED = 2;
      readyState = EventSource.CONNECTING;
      handlers = {};
      constructor(address) {
        this.address = address;
        page.streams.push(this);
      }
      addEventListener(name, handler) {
        this.handlers[name] = handler;
      }
      close() {
        this.readyState = EventSource.CLOSED;
      }
    }
    this.document = {
      hidden: false,
      querySelector: () => ({ dataset: { publication }, append: (...what) => page.said.push(what) }),
      createElement: () => ({}),
      addEventListener: (name, handler) => (page.listeners[name] = handler),
      removeEventListener: name => delete page.listeners[name]
    };
    vm.runInNewContext(script, {
      document: this.document,
      EventSource,
      window: { EventSource },
      location: { protocol: "https:" },
      addEventListener: (name, handler) => handler(),
      setTimeout: (then, pause) => page.timers.push({ then, pause }),
      clearTimeout: number => number && (page.timers[number - 1].then = () => {})
    });
  }

  get stream() {
    return this.streams.at(-1);
  }

  connects() {
    this.stream.readyState = 1;
    this.stream.handlers.open?.({});
  }

  /** As a browser tells of an answer that is no stream. */
  isRefused() {
    this.stream.readyState = 2;
    this.stream.handlers.error?.({});
  }

  /** The pause that the page takes, which is over then. */
  waits() {
    const timer = this.timers.at(-1);
    timer.then();
    return timer.pause;
  }

  shows(hidden) {
    this.document.hidden = hidden;
    this.listeners.visibilitychange?.();
  }
}

test("who is refused comes back, later each time, and never more rarely than each ten minutes", () => {
  const page = new Page();
  let before = 0;
  for (let time = 0; time < 20; time++) {
    page.isRefused();
    const pause = page.waits();
    assert.equal(page.streams.length, time + 2);
    assert.ok(pause >= 5000 && pause <= 600000, `${pause} ms`);
    assert.ok(time > 5 || pause > before / 2, "longer, but for chance");
    before = pause;
  }
  assert.ok(before >= 300000);
});

test("who was let in begins with short pauses again", () => {
  const page = new Page();
  for (let time = 0; time < 8; time++) {
    page.isRefused();
    page.waits();
  }
  page.connects();
  page.isRefused();
  assert.ok(page.waits() <= 10000);
});

test("pages that are refused together do not come back together", () => {
  const pauses = Array.from({ length: 20 }, () => {
    const page = new Page();
    page.isRefused();
    return page.waits();
  });
  assert.ok(new Set(pauses).size > 1);
});

test("a lost connection is left to the browser", () => {
  const page = new Page();
  page.connects();
  page.stream.readyState = 0;
  page.stream.handlers.error?.({});
  assert.equal(page.timers.length, 0);
});

test("a page that nobody looks at does not come back until somebody does", () => {
  const page = new Page();
  page.isRefused();
  page.shows(true);
  page.waits();
  assert.equal(page.streams.length, 1);
  page.shows(false);
  assert.equal(page.streams.length, 2);
});

test("a newer publication is told once, and then nothing is asked any more", () => {
  const page = new Page();
  page.connects();
  page.stream.handlers.publication({ data: '{"number":1}' });
  assert.equal(page.said.length, 0);
  page.stream.handlers.publication({ data: '{"number":2}' });
  assert.equal(page.said.length, 1);
  page.shows(true);
  page.shows(false);
  assert.equal(page.streams.length, 1);
  assert.equal(page.timers.length, 0);
});

test("a version that was withdrawn says so, and where to read what holds", () => {
  for (const [latest, words] of [[1, "Läs den version som gäller"], [0, "Läs varför"]]) {
    const page = new Page("2");
    page.connects();
    page.stream.handlers.publication({ data: `{"number":${latest}}` });
    const [said, link] = page.said[0];
    assert.equal(said, "Den här versionen gäller inte längre. ");
    assert.equal(link.textContent, words);
    assert.equal(link.href, "document?format=html&version=published");
  }
});

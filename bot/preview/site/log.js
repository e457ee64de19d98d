// The messages of the open chat, in order: days, groups of one sender, what the bot is writing; and where one looks.

import { formatted } from "./entities.js";
import { row, service, ticks } from "./bubble.js";
import { avatar, icon, node } from "./nodes.js";
import { act } from "./stream.js";
import { look, messagesHere, now, openChat, place, store } from "./store.js";
import { day, t } from "./words.js";

const log = document.getElementById("log");
const toEnd = document.getElementById("to-end");
const drawn = new Map(); // key -> {signature, node}
let shown = "";
let atEnd = true;

export function setUpLog() {
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    toEnd.hidden = atEnd;
  });
  toEnd.append(icon("chevron"));
  toEnd.addEventListener("click", toBottom);
  log.addEventListener("keydown", walk);
  new ResizeObserver(() => atEnd && toBottom()).observe(log);
}

function toBottom() {
  log.scrollTop = log.scrollHeight;
}

// Arrow keys go from message to message.
function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || event.target.closest("button, a, .tools")) return;
  const all = [...log.querySelectorAll(".message")];
  const index = all.indexOf(event.target.closest(".message"));
  const next = index < 0 ? all.at(-1) : all[index + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

export function jump(id) {
  const found = log.querySelector(`[data-id="${Number(id)}"]`);
  if (!found) return;
  found.scrollIntoView({ block: "center", behavior: "smooth" });
  found.focus({ preventScroll: true });
  found.classList.remove("flash");
  requestAnimationFrame(() => found.classList.add("flash"));
}

export function drawLog(on) {
  const chat = openChat();
  log.setAttribute("aria-label", t("messages"));
  toEnd.setAttribute("aria-label", t("end"));
  const here = `${store.me}:${store.open}:${store.topic}`;
  if (here !== shown) {
    drawn.clear();
    atEnd = true;
  }
  shown = here;
  if (!chat) return void log.replaceChildren();
  const nodes = rows(chat, on);
  if (!nodes.length) nodes.push(hello(chat));
  const focus = document.activeElement?.closest?.(".message")?.dataset.id;
  patch(nodes);
  if (focus && !log.contains(document.activeElement)) log.querySelector(`[data-id="${focus}"]`)?.focus();
  look();
  if (atEnd) toBottom();
}

// Leaves alone what did not change, so that open quotations, focus and selection stay.
function patch(nodes) {
  const wanted = new Set(nodes);
  for (const child of [...log.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((made, index) => {
    if (log.children[index] !== made) log.insertBefore(made, log.children[index] ?? null);
  });
}

function rows(chat, on) {
  const nodes = [];
  const messages = messagesHere();
  let before = null;
  messages.forEach((message, index) => {
    const date = day(message.sent, now());
    if (!before || day(before.sent, now()) !== date) nodes.push(keep(`day:${date}`, "", () => node("div", { class: "day" }, date)));
    const next = messages[index + 1];
    const spot = {
      first: !joined(before, message),
      last: !joined(message, next),
      group: chat.kind !== "private",
    };
    nodes.push(keep(`message:${message.id}`, signature(message, spot), () => (message.service ? service(message) : row(message, spot, on))));
    before = message;
  });
  const writing = pending(chat, on);
  return writing ? [...nodes, writing] : nodes;
}

function joined(one, other) {
  return Boolean(one && other && !one.service && !other.service && one.from === other.from && other.sent - one.sent < 300);
}

function signature(message, spot) {
  const tick = message.from === store.me ? ticks(message)[0] : "";
  const target = message.reply ? Boolean(openChat().messages.some((one) => one.id === message.reply)) : "";
  return JSON.stringify([message, spot, tick, target, document.documentElement.lang]);
}

function keep(key, signed, make) {
  const old = drawn.get(key);
  if (old?.signature === signed) return old.node;
  const made = make();
  if (old) made.querySelector(".message")?.style.setProperty("animation", "none");
  drawn.set(key, { signature: signed, node: made });
  return made;
}

function pending(chat, on) {
  const here = place(chat.id, store.topic);
  const draft = store.drafts.get(here)?.until > Date.now() ? store.drafts.get(here) : null;
  if (!draft && !((store.busy.get(here) ?? 0) > Date.now())) return null;
  const bubble = node("div", { class: "bubble" });
  if (draft?.text) bubble.append(node("div", { class: "text meta-below" }, ...formatted(draft, { ...on, key: "draft", expanded: store.expanded })));
  else bubble.append(node("span", { class: "dots", role: "img", "aria-label": draft ? t("thinking") : t("typing") }, node("i"), node("i"), node("i")));
  const inGroup = chat.kind !== "private";
  const made = node("div", { class: `row first last pending${inGroup ? " in-group" : ""}` });
  if (inGroup) bubble.append(avatar(store.bot.name, store.bot.id, "small", true));
  made.append(node("div", { class: `message${draft?.text ? " draft" : ""}` }, bubble));
  return made;
}

function hello(chat) {
  const said = chat.kind === "private" ? store.bot.about || t("greeting") : t("empty");
  const made = node("div", { class: "hello", dir: "auto" });
  if (chat.kind === "private") made.append(avatar(chat.title, chat.id, "", true), node("b", {}, t("what")));
  // A line with a bullet is a question that the bot offers; only here it can be tapped.
  for (const line of said.split("\n").filter(Boolean)) {
    const asked = line.startsWith("• ") && line.slice(2);
    const ask = () => act("write", { text: asked });
    made.append(asked ? node("button", { type: "button", class: "ask", dir: "auto", onclick: ask }, asked) : node("p", { dir: "auto" }, line));
  }
  return made;
}

// Formatted text (UTF-16 offsets, as the Bot API gives them) to nodes. Only the kinds listed here become elements.
// Every line is a block of its own with its own direction: `unicode-bidi: plaintext` misplaces lines in Chromium.

import { direction } from "./direction.js";
import { icon, node } from "./nodes.js";
import { t } from "./words.js";

const INLINE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const SAFE = /^(https?|mailto|tg):/i;

// on: {command(text), expanded: Set, key: string}
export function formatted({ text, entities }, on) {
  return blocks(text, entities, 0, text.length, on);
}

function blocks(text, entities, from, to, on) {
  const nodes = [];
  let at = from;
  const between = (end) => {
    const start = at > from && text[at] === "\n" ? at + 1 : at;
    const stop = end < to && text[end - 1] === "\n" ? end - 1 : end;
    if (start < stop || (start === stop && stop < end)) nodes.push(...lines(text, entities, start, stop, on));
  };
  for (const entity of entities.filter((one) => BLOCKS.has(one.type))) {
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    if (entity.offset > at) between(entity.offset);
    nodes.push(block(entity, text, entities.filter((one) => one !== entity), end, on));
    at = end;
  }
  if (at < to) between(to);
  return nodes;
}

function block(entity, text, entities, end, on) {
  if (entity.type === "pre") return node("pre", {}, text.slice(entity.offset, end));
  const children = blocks(text, entities, entity.offset, end, on);
  const dir = direction(text.slice(entity.offset, end));
  if (entity.type === "blockquote") return node("blockquote", { class: "quote", dir }, ...children);
  return expandable(entity, dir, children, on);
}

function lines(text, entities, from, to, on) {
  const nodes = [];
  let start = from;
  for (const line of text.slice(from, to).split("\n")) {
    const end = start + line.length;
    const children = inline(text, clip(entities, start, end), start, end, on);
    nodes.push(node("span", { class: "line", dir: direction(line) || null }, ...(line ? children : [node("br")])));
    start = end + 1;
  }
  return nodes;
}

function clip(entities, from, to) {
  const cut = (one) => {
    const offset = Math.max(one.offset, from);
    return { ...one, offset, length: Math.min(one.offset + one.length, to) - offset };
  };
  return entities.filter((one) => !BLOCKS.has(one.type)).map(cut).filter((one) => one.length > 0);
}

function inline(text, entities, from, to, on) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const end = Math.min(entity.offset + entity.length, to);
    rest = others.filter((one) => one.offset >= end);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inside = inline(text, others.filter((one) => one.offset < end), entity.offset, end, on);
    nodes.push(element(entity, text.slice(entity.offset, end), inside, on));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function element(entity, said, children, on) {
  const { type } = entity;
  if (type in INLINE) return node(INLINE[type], {}, ...children);
  if (type === "spoiler") return spoiler(children);
  if (type === "url") return link(/^[a-z]+:/i.test(said) ? said : `https://${said}`, children);
  if (type === "email") return link(`mailto:${said}`, children);
  if (type === "text_link") return link(entity.url, children);
  if (type === "bot_command") return command(said, children, on);
  if (type === "mention" || type === "hashtag") return node("a", { class: type }, ...children);
  return node("span", {}, ...children);
}

function link(url, children) {
  if (!SAFE.test(url || "")) return node("span", {}, ...children);
  return node("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, ...children);
}

function command(said, children, on) {
  const click = (event) => {
    event.preventDefault();
    on.command(said);
  };
  return node("a", { href: "#", class: "command", onclick: click }, ...children);
}

function pressable(made, press) {
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  made.addEventListener("click", press);
  made.addEventListener("keydown", (event) => {
    if (event.target !== made || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    press(event);
  });
  return made;
}

function expandable(entity, dir, children, on) {
  const key = `${on.key}:${entity.offset}`;
  const inside = node("div", { class: "quote-text" }, ...children);
  const made = node("blockquote", { class: "quote expandable", dir }, inside);
  made.append(node("span", { class: "chevron" }, icon("chevron")));
  const show = () => {
    made.setAttribute("aria-expanded", String(on.expanded.has(key)));
    made.setAttribute("aria-label", on.expanded.has(key) ? inside.textContent : `${t("expand")}: ${inside.textContent}`);
  };
  const press = (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    if (!on.expanded.delete(key)) on.expanded.add(key);
    show();
  };
  show();
  return pressable(made, press);
}

function spoiler(children) {
  const made = node("span", { class: "spoiler", "aria-expanded": "false", "aria-label": t("spoiler") }, ...children);
  return pressable(made, () => {
    made.setAttribute("aria-expanded", "true");
    made.removeAttribute("aria-label");
  });
}

// Formatted text (UTF-16 offsets, as the Bot API gives them) to nodes. Only the kinds listed here become elements.

import { icon, node } from "./nodes.js";
import { t } from "./words.js";

const INLINE = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const SAFE = /^(https?|mailto|tg):/i;

// on: {command(text), expanded: Set, key: string}
export function formatted({ text, entities }, on) {
  return range(text, [...entities], 0, text.length, on);
}

function range(text, entities, from, to, on) {
  const nodes = [];
  let at = from;
  let afterBlock = false;
  const plain = (end) => {
    let part = text.slice(at, end);
    if (afterBlock && part.startsWith("\n")) part = part.slice(1);
    if (part) nodes.push(document.createTextNode(part));
  };
  while (entities.length) {
    const entity = entities.shift();
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    plain(entity.offset);
    const inner = entities.filter((other) => other.offset < end);
    entities = entities.filter((other) => other.offset >= end);
    nodes.push(element(entity, text.slice(entity.offset, end), range(text, inner, entity.offset, end, on), on));
    afterBlock = entity.type.endsWith("blockquote") || entity.type === "pre";
    at = end;
  }
  plain(to);
  return nodes;
}

function element(entity, said, children, on) {
  const { type } = entity;
  if (type in INLINE) return node(INLINE[type], {}, ...children);
  if (type === "blockquote") return node("blockquote", { class: "quote", dir: "auto" }, ...children);
  if (type === "expandable_blockquote") return expandable(entity, children, on);
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

function expandable(entity, children, on) {
  const key = `${on.key}:${entity.offset}`;
  const inside = node("span", { class: "quote-text" }, ...children);
  const made = node("blockquote", { class: "quote expandable", dir: "auto" }, inside);
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

// One message to nodes: bubble, reply, file, text, time and ticks, buttons, and the tools that appear beside it.

import { formatted } from "./entities.js";
import { avatar, icon, iconButton, node, oneLine } from "./nodes.js";
import { tapped, toast } from "./notices.js";
import { chatOf, nameOf, person, store } from "./store.js";
import { act } from "./stream.js";
import { clock, size, t } from "./words.js";

const REACTIONS = ["👍", "👎", "❤", "🔥", "🤔", "🎉"];

const hue = (id) => `hue-${id === store.bot.id ? 4 : id % 7}`;

export function service(message) {
  const words = { forum_topic_created: t("created", message.text) };
  return node("div", { class: "service", dir: "auto" }, words[message.service] ?? message.text);
}

// on: {reply, edit, command, jump} are called with the message or a text
export function row(message, { first, last, group }, on) {
  const mine = message.from === store.me;
  const spot = { mine, first, last, inGroup: group && !mine };
  const classes = Object.entries({ mine, first, last, "in-group": spot.inGroup });
  const made = node("div", { class: ["row", ...classes.filter(([, is]) => is).map(([name]) => name)].join(" ") });
  made.append(article(message, person(message.from), spot, on));
  return made;
}

function article(message, sender, { mine, first, last, inGroup }, on) {
  const bubble = node("div", { class: "bubble" });
  if (inGroup && last) bubble.append(avatar(sender.name, sender.id, "small", sender.id === store.bot.id));
  if (inGroup && first) bubble.append(node("span", { class: `name ${hue(sender.id)}` }, node("bdi", {}, sender.name)));
  if (message.via) bubble.append(node("span", { class: "forwarded" }, t("via", store.bot.username)));
  if (message.forwarded) bubble.append(node("span", { class: "forwarded" }, t("forwarded", message.forwarded)));
  if (message.reply) bubble.append(reply(message, on));
  if (message.file) bubble.append(message.file.photo ? photo(message) : file(message.file));
  const meta = metaOf(message, mine);
  if (message.text) bubble.append(text(message, meta, on));
  else bubble.classList.add("file-only");
  bubble.append(meta);
  if (message.reactions.length) bubble.append(reactions(message));
  const label = `${sender.name}, ${clock(message.sent)}`;
  const made = node("article", { class: "message", tabindex: "-1", "data-id": message.id, "aria-label": label }, bubble);
  if (message.keyboard.length) made.append(keyboard(message));
  made.append(tools(message, mine, on));
  return made;
}

function text(message, meta, on) {
  const key = `${message.chat}:${message.id}`;
  const made = node("div", { class: "text" }, ...formatted(message, { ...on, key, expanded: store.expanded }));
  const dir = document.documentElement.dir;
  const end = made.lastChild;
  if (!end.classList.contains("line") || (end.dir || dir) !== dir) made.classList.add("meta-below");
  made.style.setProperty("--meta-width", `${meta.textContent.length * 0.43 + (meta.querySelector("svg") ? 1.6 : 0.4)}rem`);
  return made;
}

export function ticks(message) {
  if (!message.update) return ["untold", t("untold")];
  return message.update <= store.read ? ["read", t("read")] : ["sent", t("unread")];
}

function metaOf(message, mine) {
  const made = node("span", { class: "meta" });
  if (message.edited) made.append(node("span", {}, t("edited")));
  made.append(node("time", {}, clock(message.sent)));
  if (mine) {
    const [name, label] = ticks(message);
    made.append(node("span", { class: "ticks", title: label, role: "img", "aria-label": label }, icon(name)));
    made.lastChild.style.display = "contents";
  }
  return made;
}

function reply(message, on) {
  const target = chatOf(message.chat).messages.find((one) => one.id === message.reply);
  const said = message.quote?.text ?? (target ? target.text || target.file?.name : t("gone"));
  const label = node("b", { class: "name" }, node("bdi", {}, target ? nameOf(target.from) : ""));
  return node(
    "button",
    { type: "button", class: `reply ${target ? hue(target.from) : ""}`, onclick: () => on.jump(message.reply) },
    label,
    oneLine("", (said ?? "").split("\n")[0]),
  );
}

function file({ id, name, size: bytes }) {
  return node(
    "a",
    { class: "file", href: `/download/${id}`, download: name },
    node("span", { class: "file-badge" }, icon("down")),
    node("span", {}, node("b", {}, name), node("small", {}, size(bytes))),
  );
}

function photo({ file: { id, photo: measures }, text: alt }) {
  const [width, height] = measures;
  return node("img", { class: "photo", src: `/download/${id}`, width, height, alt });
}

function reactions(message) {
  const counts = new Map();
  for (const { emoji, name } of message.reactions) counts.set(emoji, [...(counts.get(emoji) ?? []), name]);
  const buttons = [...counts].map(([emoji, names]) => {
    const mine = names.includes(nameOf(store.me));
    const onclick = () => act("react", { message: message.id, emoji: mine ? "" : emoji });
    const count = names.length > 1 ? ` ${names.length}` : "";
    return node("button", { type: "button", title: names.join(", "), "aria-pressed": String(mine), onclick }, emoji + count);
  });
  return node("div", { class: "reactions" }, ...buttons);
}

function keyboard(message) {
  const rows = message.keyboard.map((buttons, row) =>
    node("div", {}, ...buttons.map((button, column) => key(message, button, row, column))),
  );
  return node("div", { class: "keys" }, ...rows);
}

function key(message, button, row, column) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (button.url) return void (/^https?:/i.test(button.url) && window.open(button.url, "_blank", "noopener,noreferrer"));
    if (button.copy) return void copy(button.copy);
    if (button.query !== null) return void document.dispatchEvent(new CustomEvent("inline", { detail: button.query }));
    const answer = await act("tap", { message: message.id, row, column });
    if (answer) tapped(answer.query, pressed);
  };
  const made = node("button", { type: "button", dir: "auto", onclick: press }, button.text);
  if (button.url) made.append(icon("link"));
  if (button.copy) made.append(icon("copy"));
  return made;
}

async function copy(said) {
  try {
    await navigator.clipboard.writeText(said);
    toast(t("copied"));
  } catch {
    toast(said);
  }
}

function tools(message, mine, on) {
  const made = node("div", { class: "tools" });
  const add = (name, label, press) => made.append(iconButton(name, label, press, ""));
  const emoji = (sign) =>
    node("button", { type: "button", "aria-label": sign, onclick: () => act("react", { message: message.id, emoji: sign }) }, sign);
  add("smile", t("react"), () => made.replaceChildren(...REACTIONS.map(emoji)));
  add("reply", t("reply"), () => on.reply(message));
  if (message.text) add("copy", t("copy"), () => copy(message.text));
  if (mine && !message.file) add("edit", t("edit"), () => on.edit(message));
  if (mine) add("remove", t("remove"), () => act("delete", { message: message.id }));
  return made;
}

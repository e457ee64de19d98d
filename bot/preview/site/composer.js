// The foot of the chat: writing, editing, replying, files, commands, mentions and inline queries.

import { icon, iconButton, node, oneLine } from "./nodes.js";
import { messagesHere, nameOf, openChat, store } from "./store.js";
import { act, upload } from "./stream.js";
import { commandItems, mentionItems, suggest, suggestionKey, suggesting } from "./suggestions.js";
import { t } from "./words.js";

const foot = document.getElementById("foot");
const written = new Map(); // chat -> what was typed and not sent
let field = null;
let shown = "";
let asked = 0;
let query = null; // id of the query whose results are wanted
const early = new Map(); // query id -> results that came before the id was known

export const focusField = () => field?.focus();

export function drawComposer() {
  const chat = openChat();
  if (!chat) return void foot.replaceChildren();
  const state = JSON.stringify([store.me, chat.id, store.topic, chat.started, chat.blocked, chat.commands.length]);
  if (state !== shown) build(chat);
  else if (field?.style.height === "auto") grow();
  shown = state;
  drawContext();
}

function build(chat) {
  if (!chat.started || chat.blocked) {
    const press = () => act("write", { text: "/start" });
    field = null;
    return void foot.replaceChildren(node("button", { type: "button", class: "start", onclick: press }, t(chat.started ? "unblock" : "start")));
  }
  field = node("textarea", {
    rows: 1,
    dir: "auto",
    placeholder: t("write"),
    "aria-label": t("write"),
    role: "combobox",
    "aria-controls": "suggestions",
    "aria-expanded": "false",
    oninput: typed,
    onkeydown: keyed,
    onblur: () => setTimeout(() => suggest([], field ?? document.body, foot), 100),
  });
  field.value = written.get(chat.id) ?? "";
  const files = node("input", { type: "file", hidden: true, onchange: () => send(files) });
  const form = node("div", { class: "compose" });
  if (chat.commands.length) {
    const menu = { type: "button", class: "round menu", "aria-label": t("menu"), onclick: showMenu };
    form.append(node("button", menu, icon("menu"), node("span", {}, t("menu"))));
  }
  form.append(
    iconButton("clip", t("attach"), () => files.click()),
    files,
    field,
    iconButton("send", t("send"), submit, "round send"),
  );
  foot.replaceChildren(form);
  grow();
  if (matchMedia("(hover: hover)").matches) field.focus();
}

async function send(files) {
  const [file] = files.files;
  if (file) await upload(file, field.value);
  if (file) put("");
  files.value = "";
}

function drawContext() {
  foot.querySelector(".context")?.remove();
  const target = store.editing ?? store.replyTo;
  if (!target || !field) return;
  const title = store.editing ? t("edit") : store.quote ? `${t("quote")}: ${nameOf(target.from)}` : nameOf(target.from);
  const said = store.quote || target.text || target.file?.name || "";
  foot.prepend(
    node(
      "div",
      { class: "context" },
      icon(store.editing ? "edit" : "reply"),
      node("div", {}, node("b", {}, node("bdi", {}, title)), oneLine("", said.split("\n")[0])),
      iconButton("close", t("cancel"), cancel),
    ),
  );
}

export function cancel() {
  if (store.editing) put("");
  Object.assign(store, { replyTo: null, editing: null, quote: "" });
  drawContext();
}

export function startReply(message) {
  const selected = String(getSelection()).trim();
  Object.assign(store, { replyTo: message, editing: null, quote: selected && message.text.includes(selected) ? selected : "" });
  drawContext();
  focusField();
}

export function startEdit(message) {
  Object.assign(store, { editing: message, replyTo: null, quote: "" });
  drawContext();
  put(message.text);
  focusField();
}

export function put(text) {
  if (!field) return;
  field.value = text;
  typed();
}

// Behind the list of chats, on a phone, it has no height to measure; it grows once it is seen.
function grow() {
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, 176)}px`;
}

async function submit() {
  const text = field.value.trim();
  if (!text) return;
  const { editing, replyTo, quote } = store;
  put("");
  cancel();
  if (editing) await act("edit", { message: editing.id, text });
  else await act("write", { text, reply: replyTo?.id, quote });
  focusField();
}

function keyed(event) {
  if (event.isComposing || suggestionKey(event, field)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && !field.value) {
    const own = messagesHere().findLast((message) => message.from === store.me && !message.file && !message.service);
    if (own) startEdit(own);
    event.preventDefault();
  } else if (event.key === "Escape") {
    if (suggesting()) suggest([], field, foot);
    else if (store.editing || store.replyTo) cancel();
    else return;
    event.stopPropagation();
  }
}

function typed() {
  const chat = openChat();
  grow();
  if (!store.editing) written.set(chat.id, field.value);
  const word = field.value.slice(0, field.selectionStart).match(/(^|\s)([/@]\w*)$/)?.[2] ?? "";
  const inline = field.value.match(/^@(\w+) (.*)$/s);
  query = null;
  early.clear();
  if (field.value.startsWith("/") && word === field.value) suggest(commandItems(word, chooseCommand), field, foot);
  else if (word.startsWith("@") && chat.kind !== "private") suggest(mentionItems(word, (one) => complete(word, one)), field, foot);
  else suggest([], field, foot);
  clearTimeout(asked);
  if (inline && inline[1] === store.bot.username && inline[2]) asked = setTimeout(() => ask(inline[2]), 300);
}

function chooseCommand(command) {
  const chat = openChat();
  const name = `/${command.name}${chat.kind === "private" ? "" : `@${store.bot.username}`}`;
  put("");
  act("write", { text: name });
}

function complete(word, one) {
  const start = field.selectionStart - word.length;
  const after = field.value.slice(field.selectionStart);
  field.value = `${field.value.slice(0, start)}@${one.username} ${after}`;
  field.selectionStart = field.selectionEnd = start + one.username.length + 2;
  typed();
}

function showMenu() {
  suggest(suggesting() ? [] : commandItems("/", chooseCommand), field, foot);
  focusField();
}

async function ask(text) {
  const typed = field.value;
  const answer = await act("inline", { text });
  if (field?.value !== typed) return;
  query = answer?.query ?? null;
  if (early.has(query)) showResults(early.get(query));
}

export function showResults(found) {
  const { query: id, results, button } = found;
  if (id !== query || !field) return void early.set(id, found);
  const choose = (result) => {
    put("");
    act("choose", { query: id, result: result.id });
  };
  const start = async () => {
    put("");
    const opened = await act("open", { query: id });
    if (opened?.chat) document.dispatchEvent(new CustomEvent("enter", { detail: opened.chat }));
  };
  const offered = results.map((one) => ({ label: one.title, note: one.description, choose: () => choose(one) }));
  suggest([...(button ? [{ label: button, note: "", choose: start }] : []), ...offered], field, foot);
}

export function startInline(text) {
  put(`@${store.bot.username} ${text}`);
  focusField();
}

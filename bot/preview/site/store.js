// What the page knows: the state as the server sent it, changed by its events, and what only this window knows.

export const store = {
  me: 0,
  people: [],
  bot: null,
  chats: [],
  read: 0,
  skew: 0,
  connected: false,
  open: null, // id of the chat that is shown
  topic: null, // id of the topic that is shown, null for General
  seen: new Map(), // chat id -> id of the last message looked at
  expanded: new Set(), // quotations that are open, "chat:message:offset"
  busy: new Map(), // "chat:topic" -> until when the bot is typing, in ms
  drafts: new Map(), // "chat:topic" -> draft
  replyTo: null,
  quote: "",
  editing: null,
};

export const place = (chat, thread) => `${chat}:${thread ?? ""}`;
export const chatOf = (id) => store.chats.find((chat) => chat.id === id);
export const openChat = () => chatOf(store.open);
export const person = (id) => (id === store.bot.id ? store.bot : store.people.find((one) => one.id === id));
export const nameOf = (id) => person(id)?.name ?? "";
export const now = () => Date.now() / 1000 + store.skew;

export function messagesHere() {
  const chat = openChat();
  return chat ? chat.messages.filter((message) => !chat.forum || (message.thread ?? null) === store.topic) : [];
}

export function unread(chat) {
  const seen = store.seen.get(chat.id) ?? 0;
  return chat.messages.filter((message) => message.id > seen && message.from !== store.me).length;
}

export function look() {
  const chat = openChat();
  if (chat?.messages.length) store.seen.set(chat.id, chat.messages.at(-1).id);
}

// A state may already hold what the next event brings, so nothing is ever just appended.
function put(message) {
  const messages = chatOf(message.chat)?.messages ?? [];
  const index = messages.findIndex((one) => one.id === message.id);
  messages.splice(index < 0 ? messages.length : index, index < 0 ? 0 : 1, message);
}

// Each event of the stream; returns what has to be drawn anew.
const EVENTS = {
  state(content) {
    const fresh = store.me !== content.me || !chatOf(store.open);
    Object.assign(store, content, { skew: content.now - Date.now() / 1000, drafts: new Map() });
    for (const draft of content.chats.flatMap((chat) => chat.drafts)) EVENTS.draft(draft);
    if (fresh) store.seen = new Map(store.chats.map((chat) => [chat.id, chat.messages.at(-1)?.id ?? 0]));
    return "all";
  },
  message(message) {
    put(message);
    if (message.from === store.bot.id) {
      store.busy.delete(place(message.chat, message.thread));
      store.drafts.delete(place(message.chat, message.thread));
    }
    return "messages";
  },
  edited(message) {
    put(message);
    return "messages";
  },
  deleted(message) {
    const chat = chatOf(message.chat);
    if (chat) chat.messages = chat.messages.filter((one) => one.id !== message.id);
    return "messages";
  },
  draft(draft) {
    store.drafts.set(place(draft.chat, draft.thread), { ...draft, until: Date.now() + 30_000 });
    return "draft";
  },
  action({ chat, thread }) {
    store.busy.set(place(chat, thread), Date.now() + 5000);
    return "busy";
  },
  read({ read }) {
    store.read = read;
    return "messages";
  },
};

export function apply(name, content) {
  return EVENTS[name]?.(content) ?? "";
}

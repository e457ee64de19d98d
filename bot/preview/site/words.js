// What the page itself says, in the language of whoever looks. Knows nothing of the bot's own texts.

const WORDS = {
  en: {
    title: "Kilde preview",
    who: "Who are you?",
    here: "A stand-in for Telegram on 127.0.0.1 only",
    theme: "Light or dark",
    back: "Back to the chats",
    bot: "bot",
    typing: "typing…",
    thinking: "Thinking…",
    offline: "connecting…",
    silent: "The preview does not answer: is it still running?",
    members: (n) => `${n} members`,
    privacy: "the bot sees only commands, mentions and replies",
    everything: "the bot sees everything",
    general: "General",
    start: "Start",
    unblock: "Restart bot",
    block: "Stop the bot",
    menu: "Menu",
    write: "Write a message",
    send: "Send",
    attach: "Attach a file",
    reply: "Reply",
    quote: "Quote",
    edit: "Edit",
    copy: "Copy",
    copied: "Copied",
    remove: "Delete",
    react: "React",
    cancel: "Cancel",
    edited: "edited",
    forwarded: (name) => `Forwarded from ${name}`,
    via: (name) => `via @${name}`,
    gone: "Deleted message",
    today: "Today",
    expand: "Show the whole quotation",
    spoiler: "Show hidden text",
    end: "To the newest message",
    unread: "The bot has not fetched this yet",
    read: "The bot has fetched this",
    untold: "The bot is not told of this",
    messages: "Messages",
    chats: "Chats",
    topics: "Topics",
    close: "OK",
    created: (name) => `Topic “${name}” was created`,
    pinned: "A message was pinned",
    what: "What can this bot do?",
    greeting: "Press Start to begin. Everything stays on this computer.",
    empty: "No messages yet",
    file: "File",
    suggestions: "Suggestions",
  },
  nb: {
    title: "Kilde i nettleseren",
    who: "Hvem er du?",
    here: "Lokal erstatning for Telegram, bare på 127.0.0.1",
    theme: "Lyst eller mørkt",
    back: "Tilbake til samtalene",
    bot: "bot",
    typing: "skriver…",
    thinking: "Tenker…",
    offline: "kobler til…",
    silent: "Ingen svarer: går programmet fremdeles?",
    members: (n) => `${n} medlemmer`,
    privacy: "boten ser bare kommandoer, omtaler og svar",
    everything: "boten ser alt",
    general: "Generelt",
    start: "Start",
    unblock: "Start boten igjen",
    block: "Stopp boten",
    menu: "Meny",
    write: "Skriv en melding",
    send: "Send",
    attach: "Legg ved en fil",
    reply: "Svar",
    quote: "Siter",
    edit: "Rediger",
    copy: "Kopier",
    copied: "Kopiert",
    remove: "Slett",
    react: "Reager",
    cancel: "Avbryt",
    edited: "redigert",
    forwarded: (name) => `Videresendt fra ${name}`,
    via: (name) => `via @${name}`,
    gone: "Slettet melding",
    today: "I dag",
    expand: "Vis hele sitatet",
    spoiler: "Vis skjult tekst",
    end: "Til nyeste melding",
    unread: "Boten har ikke hentet denne ennå",
    read: "Boten har hentet denne",
    untold: "Boten får ikke vite om denne",
    messages: "Meldinger",
    chats: "Samtaler",
    topics: "Emner",
    close: "OK",
    created: (name) => `Emnet «${name}» ble opprettet`,
    pinned: "En melding ble festet",
    what: "Hva kan denne boten?",
    greeting: "Trykk Start for å begynne. Alt blir værende på denne maskinen.",
    empty: "Ingen meldinger ennå",
    file: "Fil",
    suggestions: "Forslag",
  },
  ar: {
    title: "معاينة Kilde",
    who: "من أنت؟",
    here: "بديل محلي عن تيليغرام، على \u2066127.0.0.1\u2069 فقط",
    theme: "فاتح أو داكن",
    back: "العودة إلى المحادثات",
    bot: "بوت",
    typing: "يكتب الآن…",
    thinking: "يفكر…",
    offline: "جارٍ الاتصال…",
    silent: "لا ردّ من المعاينة: هل ما زالت تعمل؟",
    members: (n) => `عدد الأعضاء: ${n}`,
    privacy: "البوت يرى الأوامر والإشارات إليه والردود فقط",
    everything: "البوت يرى كل شيء",
    general: "عام",
    start: "ابدأ",
    unblock: "إعادة تشغيل البوت",
    block: "إيقاف البوت",
    menu: "القائمة",
    write: "اكتب رسالة",
    send: "إرسال",
    attach: "إرفاق ملف",
    reply: "رد",
    quote: "اقتباس",
    edit: "تعديل",
    copy: "نسخ",
    copied: "تم النسخ",
    remove: "حذف",
    react: "تفاعل",
    cancel: "إلغاء",
    edited: "معدّلة",
    forwarded: (name) => `محوّلة من ${name}`,
    via: (name) => `عبر ‎@${name}`,
    gone: "رسالة محذوفة",
    today: "اليوم",
    expand: "إظهار الاقتباس كاملًا",
    spoiler: "إظهار النص المخفي",
    end: "إلى أحدث رسالة",
    unread: "لم يستلمها البوت بعد",
    read: "استلمها البوت",
    untold: "هذه الرسالة لا تصل إلى البوت",
    messages: "الرسائل",
    chats: "المحادثات",
    topics: "المواضيع",
    close: "حسنًا",
    created: (name) => `أُنشئ الموضوع «${name}»`,
    pinned: "ثُبّتت رسالة",
    what: "ماذا يستطيع هذا البوت؟",
    greeting: "اضغط «ابدأ» للبدء. كل شيء يبقى على هذا الجهاز.",
    empty: "لا رسائل بعد",
    file: "ملف",
    suggestions: "اقتراحات",
  },
};

let language = "en";

export function speak(tag) {
  const code = (tag || "en").split("-")[0];
  language = code in WORDS ? code : code === "no" || code === "nn" ? "nb" : "en";
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
}

export function t(key, ...values) {
  const word = WORDS[language][key];
  return typeof word === "function" ? word(...values) : word;
}

export function clock(seconds) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(seconds * 1000);
}

export function day(seconds, now) {
  const format = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
  const date = format.format(seconds * 1000);
  return date === format.format(now * 1000) ? t("today") : date;
}

export function size(bytes) {
  const unit = bytes < 1024 ? "byte" : bytes < 1024 * 1024 ? "kilobyte" : "megabyte";
  const value = bytes / { byte: 1, kilobyte: 1024, megabyte: 1024 * 1024 }[unit];
  const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: unit === "byte" ? 0 : 1 };
  return new Intl.NumberFormat(language, style).format(value);
}

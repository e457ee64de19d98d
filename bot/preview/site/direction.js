// The base direction of a line: that of its first strong character, isolates skipped (Unicode Annex 9, rules P2 and P3).

const RTL = /[\u200f\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const STRONG = /[\u200e\u200f\p{L}]/u;

export function direction(text) {
  let depth = 0;
  for (const character of text) {
    if (character >= "\u2066" && character <= "\u2068") depth += 1;
    else if (character === "\u2069") depth = Math.max(depth - 1, 0);
    else if (!depth && STRONG.test(character)) return RTL.test(character) ? "rtl" : "ltr";
  }
  return "";
}

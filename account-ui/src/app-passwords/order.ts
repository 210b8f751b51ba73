import type { AppPassword, Policy } from "./api";
import { endOf } from "./words";

export type Column = "label" | "createdAt" | "lastUse" | "end";
export interface Order {
  column: Column;
  descending: boolean;
}

export const NEWEST_FIRST: Order = { column: "createdAt", descending: true };

/** Sorted; those without a value come last either way. */
export function sorted(
  entries: AppPassword[],
  order: Order,
  policy: Policy | null,
  locale: string,
): AppPassword[] {
  const names = new Intl.Collator(locale, { numeric: true });
  const direction = order.descending ? -1 : 1;
  return [...entries].sort((a, b) => {
    if (order.column === "label") {
      return direction * names.compare(a.label, b.label);
    }
    const one = time(a, order.column, policy);
    const other = time(b, order.column, policy);
    if (one === undefined || other === undefined) {
      return Number(one === undefined) - Number(other === undefined);
    }
    return direction * (one - other);
  });
}

function time(entry: AppPassword, column: Column, policy: Policy | null): number | undefined {
  switch (column) {
    case "createdAt":
      return Date.parse(entry.createdAt);
    case "lastUse":
      return entry.lastUse ? Date.parse(entry.lastUse.at) : undefined;
    default:
      return endOf(entry, policy)?.on.getTime();
  }
}

/** Those whose words have the text in them, whatever its case. */
export function found(
  entries: AppPassword[],
  text: string,
  words: (entry: AppPassword) => string,
): AppPassword[] {
  const wanted = folded(text.trim());
  return entries.filter((entry) => folded(words(entry)).includes(wanted));
}

/** The same in every browser: a Turkish one has two letters i, and IMAP has the other one. */
function folded(text: string): string {
  return text.normalize("NFC").replace(/[İı]/g, "i").toLowerCase();
}

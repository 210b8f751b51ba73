import type { AppPassword, Policy } from "./api";
import type { Translate } from "./messages";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3600 * SECOND],
  ["minute", 60 * SECOND],
];

const KINDS: [string, string[]][] = [
  ["mail", ["imap", "pop3", "smtp", "sieve", "eas"]],
  ["calendar", ["caldav", "carddav"]],
  ["files", ["webdav"]],
  ["chat", ["xmpp"]],
  ["network", ["radius"]],
  ["directory", ["ldap"]],
];

const NAMES: Record<string, string> = {
  imap: "IMAP",
  pop3: "POP3",
  smtp: "SMTP",
  sieve: "Sieve",
  eas: "ActiveSync",
  caldav: "CalDAV",
  carddav: "CardDAV",
  webdav: "WebDAV",
  xmpp: "XMPP",
  ldap: "LDAP",
  radius: "RADIUS",
};

/** "3 hours ago". */
export function ago(at: Date, now: Date, locale: string, t: Translate): string {
  const past = now.getTime() - at.getTime();
  const [unit, length] = UNITS.find(([, millis]) => past >= millis) ?? [];
  if (!unit || !length) {
    return t("appPasswordsJustNow");
  }
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(
    -Math.floor(past / length),
    unit,
  );
}

export function day(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(at);
}

/** Days of an end are counted in UTC, as on the page where an app password is made. */
export function dayInUtc(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

export function moment(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium" }).format(at);
}

/** What a person does with it: mail, calendar …; a custom protocol is its own word. */
export function purposes(protocols: string[], t: Translate): string[] {
  const known = KINDS.filter(([, members]) => members.some((member) => protocols.includes(member)));
  const custom = protocols.filter((protocol) => !(protocol in NAMES));
  return [...known.map(([kind]) => t(`appPasswordsFor.${kind}`)), ...custom];
}

export function protocolName(protocol: string): string {
  return NAMES[protocol] ?? protocol;
}

/** When it ends by itself if nothing happens before; what has ended or cannot be read has no such day. */
export interface End {
  on: Date;
  because: "expiry" | "disuse";
}

export function endOf(entry: AppPassword, policy: Policy | null): End | undefined {
  const days = entry.lastUse ? policy?.idleExpiryDays : policy?.neverUsedExpiryDays;
  const ends: End[] = [];
  if (entry.expiresAt) {
    // an expiry at midnight is the end of the day before
    ends.push({ on: new Date(Date.parse(entry.expiresAt) - 1), because: "expiry" });
  }
  if (days) {
    ends.push({
      on: new Date(Date.parse(entry.lastUse?.at ?? entry.createdAt) + days * DAY),
      because: "disuse",
    });
  }
  return ends.sort((a, b) => a.on.getTime() - b.on.getTime())[0];
}

/** How soon a revoked one stops working: the end of a sentence. Rounded up, as in credential-provider's StopTime. */
export function stops(longestCacheSeconds: number, t: Translate): string {
  const minutes = Math.ceil(longestCacheSeconds / 60);
  if (minutes === 0) {
    return t("appPasswordStops.atOnce");
  }
  if (minutes === 1) {
    return t("appPasswordStops.minute");
  }
  return minutes <= 120
    ? t("appPasswordStops.minutes", minutes)
    : t("appPasswordStops.hours", Math.ceil(minutes / 60));
}

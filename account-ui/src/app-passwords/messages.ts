import type { Realm } from "./realm";

/** A text in the page's language; {0}, {1} … are replaced by the values. */
export type Translate = (key: string, ...values: (string | number)[]) => string;

/**
 * Keycloak's answer for the account console has the texts of the theme, and the admin's changes of them. Without texts the page
 * cannot be shown: then this is rejected.
 */
export async function loadMessages(realm: Realm): Promise<Translate> {
  const answer = await fetch(realm.messagesUrl);
  if (!answer.ok) {
    throw new Error(`The texts of the page: status ${String(answer.status)}`);
  }
  const messages = (await answer.json()) as { key: string; value: string }[];
  return translate(new Map(messages.map(({ key, value }) => [key, value])));
}

/** The realm in the language that the texts are in: a console in a language without texts of this page gets English ones. */
export function inLanguageOf(t: Translate, realm: Realm): Realm {
  const language = t("appPasswordsLanguage");
  if (!isLanguage(language)) {
    return realm;
  }
  return {
    ...realm,
    // en-GB stays en-GB, for its dates
    locale: realm.locale.startsWith(`${language}-`) ? realm.locale : language,
    direction: t("appPasswordsDirection") === "rtl" ? "rtl" : "ltr",
  };
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export function translate(messages: ReadonlyMap<string, string>): Translate {
  return (key, ...values) =>
    (messages.get(key) ?? key).replace(/\{(\d)\}/g, (placeholder, index: string) => {
      const value = values[Number(index)];
      return value === undefined ? placeholder : isolated(String(value));
    });
}

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** A value that may run the other way than its sentence keeps to itself (Unicode's FSI and PDI). */
function isolated(value: string): string {
  const mayRunTheOtherWay = document.documentElement.dir === "rtl" || RIGHT_TO_LEFT.test(value);
  return mayRunTheOtherWay ? `\u2068${value}\u2069` : value;
}

/** Where this page is, read from its own address and document, not from the console. */
export interface Realm {
  /** The address of the realm, such as https://keycloak.example.org/realms/main. */
  url: string;
  /** The address of the messages of the account console in this page's language. */
  messagesUrl: string;
  /** The language of the texts, or of the page until they are loaded. */
  locale: string;
  direction: Direction;
}

export type Direction = "ltr" | "rtl";

export function realmOfThisPage(
  address: URL = new URL(window.location.href),
  language: string = document.documentElement.lang,
  direction: string = document.documentElement.dir,
): Realm {
  const [, base = "", name = ""] = /^(.*?)\/realms\/([^/]+)\//.exec(address.pathname) ?? [];
  const locale = language || "en";
  const server = address.origin + base;
  return {
    url: `${server}/realms/${name}`,
    messagesUrl: `${server}/resources/${name}/account/${locale}`,
    locale,
    direction: direction === "rtl" ? "rtl" : "ltr",
  };
}

/** The stock page, on which app passwords can be made and removed too. */
export function signingInUrl(realm: Realm): string {
  return `${realm.url}/account/account-security/signing-in`;
}

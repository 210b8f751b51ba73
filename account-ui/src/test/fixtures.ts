import type { AppPassword, Context, Listing } from "../app-passwords/api";
import messages from "../../../themes/src/main/resources/theme-resources/messages/messages_en.properties?raw";
import { translate, type Translate } from "../app-passwords/messages";

/** The real English texts. */
export function english(): Translate {
  const lines = messages.split("\n");
  const pairs = lines
    .map((line) => /^([^#=]+)=(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, key, value]): [string, string] => [key ?? "", (value ?? "").replace("\\u0020", " ")]);
  return translate(new Map(pairs));
}

export function appPassword(changes: Partial<AppPassword> = {}): AppPassword {
  return {
    id: "1",
    label: "Phone",
    state: "active",
    createdAt: "2026-01-01T00:00:00Z",
    protocols: ["imap"],
    networks: [],
    expiresAt: null,
    deviceAccount: false,
    lastUse: null,
    ...changes,
  };
}

export function listing(changes: Partial<Listing> = {}): Listing {
  return {
    mayChange: true,
    makeAction: "configure-app-password",
    obstacle: null,
    refusal: null,
    longestCacheSeconds: 0,
    yourAddress: "192.0.2.7",
    policy: { maximumPerUser: 25, idleExpiryDays: 365, neverUsedExpiryDays: 30 },
    appPasswords: [],
    stillSent: [],
    ...changes,
  };
}

export function context(): Context {
  return {
    realm: {
      url: "https://keycloak.example.org/realms/main",
      messagesUrl: "https://keycloak.example.org/resources/main/account/en",
      locale: "en",
      direction: "ltr",
    },
    keycloak: {
      token: "the-token",
      updateToken: () => Promise.resolve(true),
      login: () => Promise.resolve(),
    },
  };
}

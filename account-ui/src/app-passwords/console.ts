/** What this page uses of the console's keycloak-js. */
export interface Keycloak {
  token?: string;
  updateToken(minimumSeconds: number): Promise<boolean>;
  login(options?: { action?: string; prompt?: "login"; redirectUri?: string }): Promise<void>;
}

interface Fibre {
  return?: Fibre | null;
  memoizedProps?: { value?: unknown } | null;
}

/**
 * The console's keycloak-js, which the console gives its own pages by a context of React but not this one: found in the
 * tree of React, upwards from an element of this page. ADR 30 says why. `undefined` if the console is not as expected.
 */
export function findKeycloak(element: Element): Keycloak | undefined {
  const key = Object.keys(element).find((name) => name.startsWith("__reactFiber$"));
  let fibre = key && (element as unknown as Record<string, Fibre | null | undefined>)[key];
  while (fibre) {
    const value = fibre.memoizedProps?.value;
    if (
      typeof value === "object" &&
      value !== null &&
      "keycloak" in value &&
      isKeycloak(value.keycloak)
    ) {
      return value.keycloak;
    }
    fibre = fibre.return;
  }
  return undefined;
}

function isKeycloak(value: unknown): value is Keycloak {
  return (
    typeof value === "object" &&
    value !== null &&
    "updateToken" in value &&
    typeof value.updateToken === "function" &&
    "login" in value &&
    typeof value.login === "function"
  );
}

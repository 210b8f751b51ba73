export type Outcome = "success" | "cancelled" | "error";

let taken = false;

/**
 * How the required action ended that this page was loaded after; `undefined` if it was loaded otherwise, if the action had
 * been started on another page, or if this was asked before. keycloak-js takes it out of the address before this page runs, so it is read from the browser's record of
 * the navigation.
 */
export function takeOutcome(
  action: string | null,
  address: string = navigationAddress(),
): Outcome | undefined {
  if (taken) {
    return undefined;
  }
  taken = true;
  return outcomeIn(address, action, window.location.pathname);
}

export function outcomeIn(
  address: string,
  action: string | null,
  path: string,
): Outcome | undefined {
  const navigation = parsed(address);
  if (!navigation || plain(navigation.pathname) !== plain(path)) {
    return undefined;
  }
  const { searchParams, hash } = navigation;
  const fragment = new URLSearchParams(hash.slice(1));
  const value = (name: string) => searchParams.get(name) ?? fragment.get(name);
  const done = value("kc_action");
  const status = value("kc_action_status");
  if (done !== null && action !== null && done !== action) {
    return undefined;
  }
  return status === "success" || status === "cancelled"
    ? status
    : status === null
      ? undefined
      : "error";
}

/** Browsers and Keycloak differ in how they write the colon. */
function plain(path: string): string {
  return path.replace(/%3a/gi, ":");
}

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

function navigationAddress(): string {
  return performance.getEntriesByType("navigation")[0]?.name ?? "";
}

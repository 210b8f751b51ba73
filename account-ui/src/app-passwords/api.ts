import type { Keycloak } from "./console";
import type { Realm } from "./realm";

/** The names are those of docs/openapi.yaml. Times are ISO 8601. */
export interface Use {
  at: string;
  protocol: string;
  address: string | null;
  gateway: string | null;
}

export interface AppPassword {
  id: string;
  label: string;
  state: "active" | "suspended" | "expired" | "unreadable";
  createdAt: string;
  protocols: string[] | null;
  /** In CIDR notation; empty for any network. */
  networks: string[] | null;
  expiresAt: string | null;
  deviceAccount: boolean | null;
  lastUse: Use | null;
}

export interface EndedAppPassword {
  id: string;
  label: string;
  end: { at: string } | null;
  lastTried: Use | null;
}

export interface Policy {
  maximumPerUser: number;
  idleExpiryDays: number | null;
  neverUsedExpiryDays: number | null;
}

/** Why the required action refused the owner when it last ran in this session. */
export interface Refusal {
  reason: string;
  until: string | null;
}

export interface Listing {
  mayChange: boolean;
  makeAction: string | null;
  obstacle: "locked" | "stopped" | "second_factor" | null;
  refusal: Refusal | null;
  longestCacheSeconds: number;
  yourAddress: string | null;
  policy: Policy | null;
  appPasswords: AppPassword[];
  stillSent: EndedAppPassword[];
}

export interface Context {
  keycloak: Keycloak;
  realm: Realm;
}

interface Options {
  context: Context;
  signal?: AbortSignal;
}

/** An answer that is not a success, or none: then the status is 0. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
  ) {
    super(`${String(status)} ${reason}`);
  }
}

const PATIENCE_MILLIS = 15_000;
const TOKEN_SECONDS = 5;

export async function listAppPasswords(options: Options): Promise<Listing> {
  return JSON.parse(await call("GET", "", options)) as Listing;
}

export async function renameAppPassword(
  id: string,
  label: string,
  options: Options,
): Promise<void> {
  await call("PUT", `/${encodeURIComponent(id)}`, options, { label });
}

export async function revokeAppPassword(id: string, options: Options): Promise<void> {
  await call("DELETE", `/${encodeURIComponent(id)}`, options);
}

export async function revokeAllAppPasswords(options: Options): Promise<void> {
  await call("DELETE", "", options);
}

/**
 * Ends with the caller's signal, and when the patience is over. By hand: browsers that the console still serves have no
 * AbortSignal.any.
 */
async function call(
  method: string,
  below: string,
  options: Options,
  body?: object,
): Promise<string> {
  const waiting = new AbortController();
  const stop = () => {
    waiting.abort();
  };
  const timer = setTimeout(stop, PATIENCE_MILLIS);
  options.signal?.addEventListener("abort", stop);
  if (options.signal?.aborted) {
    stop();
  }
  try {
    return await answer(method, below, options.context, waiting.signal, body);
  } catch (reason) {
    throw reason instanceof ApiError ? reason : new ApiError(0, "unreachable");
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", stop);
  }
}

async function answer(
  method: string,
  below: string,
  { keycloak, realm }: Context,
  signal: AbortSignal,
  body?: object,
): Promise<string> {
  const response = await fetch(`${realm.url}/app-passwords/account${below}`, {
    method,
    headers: {
      Authorization: `Bearer ${await freshToken(keycloak, signal)}`,
      ...(body && { "Content-Type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
    cache: "no-store",
    credentials: "omit",
    signal,
  });
  if (!response.ok) {
    throw new ApiError(response.status, await reasonOf(response));
  }
  return response.text();
}

/** keycloak-js forgets its token where Keycloak refuses to refresh it, and keeps it where Keycloak did not answer. */
async function freshToken(keycloak: Keycloak, signal: AbortSignal): Promise<string> {
  try {
    await Promise.race([keycloak.updateToken(TOKEN_SECONDS), aborted(signal)]);
  } catch {
    throw keycloak.token ? new ApiError(0, "unreachable") : new ApiError(401, "signed_out");
  }
  return keycloak.token ?? "";
}

/** Never fulfilled; rejected when the signal says so. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => {
      reject(new ApiError(0, "unreachable"));
    };
    if (signal.aborted) {
      end();
    }
    signal.addEventListener("abort", end);
  });
}

async function reasonOf(response: Response): Promise<string> {
  try {
    const problem = (await response.json()) as { error?: string };
    return problem.error ?? "";
  } catch {
    return "";
  }
}

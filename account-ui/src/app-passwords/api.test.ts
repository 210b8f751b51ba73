import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { context, listing } from "../test/fixtures";
import { ApiError, listAppPasswords } from "./api";

const PATIENCE_MILLIS = 15_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** As fetch does: it ends when its signal says so. */
function never(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => {
      reject(new DOMException("aborted", "AbortError"));
    });
  });
}

it("asks in a browser that has only what the console needs", async () => {
  vi.stubGlobal("AbortSignal", undefined);
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(listing()))));

  await expect(listAppPasswords({ context: context() })).resolves.toEqual(listing());
  expect(vi.getTimerCount()).toBe(0);
});

it.each([
  ["an answer", (_url: string, { signal }: RequestInit) => never(signal)],
  [
    "the end of an answer",
    (_url: string, { signal }: RequestInit) =>
      Promise.resolve({ ok: true, text: () => never(signal) }),
  ],
])("waits for %s as long as its patience lasts", async (_what, fetch) => {
  vi.stubGlobal("fetch", fetch);
  const asked = expect(listAppPasswords({ context: context() })).rejects.toEqual(
    new ApiError(0, "unreachable"),
  );

  await vi.advanceTimersByTimeAsync(PATIENCE_MILLIS);

  await asked;
});

it.each([
  ["before", true],
  ["while", false],
])("ends with its caller: %s it asks", async (_when, before) => {
  vi.stubGlobal("fetch", (_url: string, { signal }: RequestInit) =>
    signal?.aborted ? Promise.reject(new DOMException("aborted", "AbortError")) : never(signal),
  );
  const caller = new AbortController();
  if (before) {
    caller.abort();
  }
  const asked = expect(
    listAppPasswords({ context: context(), signal: caller.signal }),
  ).rejects.toEqual(new ApiError(0, "unreachable"));

  await vi.advanceTimersByTimeAsync(0);
  caller.abort();

  await asked;
  expect(vi.getTimerCount()).toBe(0);
});

it.each([
  ["was refused", undefined, new ApiError(401, "signed_out")],
  ["was not answered", "the-token", new ApiError(0, "unreachable")],
])("tells a lost network from an ended session: the refresh %s", async (_what, kept, error) => {
  const { realm, keycloak } = context();
  keycloak.updateToken = () => {
    if (kept) {
      keycloak.token = kept;
    } else {
      delete keycloak.token;
    }
    return Promise.reject(new Error("Failed to refresh token"));
  };

  await expect(listAppPasswords({ context: { realm, keycloak } })).rejects.toEqual(error);
});

it("waits for a token no longer than for an answer", async () => {
  const { realm, keycloak } = context();
  keycloak.updateToken = () => new Promise(() => undefined);
  const asked = expect(listAppPasswords({ context: { realm, keycloak } })).rejects.toEqual(
    new ApiError(0, "unreachable"),
  );

  await vi.advanceTimersByTimeAsync(PATIENCE_MILLIS);

  await asked;
});

import { afterEach, expect, it, vi } from "vitest";
import { context } from "../test/fixtures";
import { loadMessages, translate } from "./messages";

const t = translate(new Map([["asked", "Revoke {0} at {1}?"]]));

afterEach(() => {
  document.documentElement.removeAttribute("dir");
});

it("puts values in their places, and nothing into a value", () => {
  expect(t("asked", "{1}", 2)).toBe("Revoke {1} at 2?");
  expect(t("asked", "Phone")).toBe("Revoke Phone at {1}?");
});

it("keeps a value that may run the other way to itself", () => {
  expect(t("asked", "هاتفي", 2)).toBe("Revoke \u2068هاتفي\u2069 at 2?");
  document.documentElement.dir = "rtl";
  expect(t("asked", "Phone", 2)).toBe("Revoke \u2068Phone\u2069 at \u20682\u2069?");
});

it("takes the texts from Keycloak, and does without them if it must", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify([{ key: "asked", value: "Well, {0}?" }]))),
  );
  expect((await loadMessages(context().realm))("asked", "Phone")).toBe("Well, Phone?");

  vi.stubGlobal("fetch", () => Promise.reject(new Error("unreachable")));
  expect((await loadMessages(context().realm))("asked")).toBe("asked");
});

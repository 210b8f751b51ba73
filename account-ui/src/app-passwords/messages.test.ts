import { afterEach, expect, it, vi } from "vitest";
import { context, english } from "../test/fixtures";
import { inLanguageOf, loadMessages, translate } from "./messages";
import type { Realm } from "./realm";

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

it("takes the texts from Keycloak", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify([{ key: "asked", value: "Well, {0}?" }]))),
  );
  expect((await loadMessages(context().realm))("asked", "Phone")).toBe("Well, Phone?");
});

it.each([
  ["an error", () => Promise.resolve(new Response("[]", { status: 503 }))],
  ["no answer", () => Promise.reject(new Error("unreachable"))],
])("shows nothing by the names of its texts: %s", async (_what, fetch) => {
  vi.stubGlobal("fetch", fetch);
  await expect(loadMessages(context().realm)).rejects.toThrow();
});

it("is in the language of the texts, not of the console", () => {
  const { realm } = context();
  const german: Realm = { ...realm, locale: "de" };
  const texts = (language: string, direction: string) =>
    translate(
      new Map([
        ["appPasswordsLanguage", language],
        ["appPasswordsDirection", direction],
      ]),
    );

  expect(inLanguageOf(english(), german)).toEqual(realm);
  expect(inLanguageOf(english(), { ...realm, locale: "en-GB" }).locale).toBe("en-GB");
  expect(inLanguageOf(texts("zh-CN", "ltr"), { ...realm, locale: "zh-CN" }).locale).toBe("zh-CN");
  expect(inLanguageOf(texts("pt-BR", "ltr"), { ...realm, locale: "pt-BR" }).locale).toBe("pt-BR");
  expect(inLanguageOf(texts("ar", "rtl"), german)).toMatchObject({
    locale: "ar",
    direction: "rtl",
  });
  expect(inLanguageOf(texts("no language", "rtl"), german)).toEqual(german);
  expect(inLanguageOf(translate(new Map()), german)).toEqual(german);
});

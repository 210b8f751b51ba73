import { expect, it } from "vitest";
import { realmOfThisPage, signingInUrl } from "./realm";

it("is read from the page's address, below a path too", () => {
  const realm = realmOfThisPage(
    new URL("https://example.org:8443/auth/realms/my%20realm/account/content/:componentId"),
    "ar",
    "rtl",
  );

  expect(realm).toEqual({
    url: "https://example.org:8443/auth/realms/my%20realm",
    messagesUrl: "https://example.org:8443/auth/resources/my%20realm/account/ar",
    locale: "ar",
    direction: "rtl",
  });
  expect(signingInUrl(realm)).toBe(
    "https://example.org:8443/auth/realms/my%20realm/account/account-security/signing-in",
  );
});

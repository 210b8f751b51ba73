import { expect, it, vi } from "vitest";
import { appPassword } from "../test/fixtures";
import { found, sorted } from "./order";

const use = (at: string) => ({ at, protocol: "imap", address: null, gateway: null });
const labels = (entries: { label: string }[]) => entries.map(({ label }) => label);

it("sorts names as people count", () => {
  const entries = ["b10", "B2", "a"].map((label) => appPassword({ label }));
  expect(labels(sorted(entries, { column: "label", descending: false }, null, "en"))).toEqual([
    "a",
    "B2",
    "b10",
  ]);
});

it.each([true, false])("puts those that were never used last, descending: %s", (descending) => {
  const entries = [
    appPassword({ label: "never" }),
    appPassword({ label: "early", lastUse: use("2026-01-01T00:00:00Z") }),
    appPassword({ label: "late", lastUse: use("2026-02-01T00:00:00Z") }),
  ];
  expect(labels(sorted(entries, { column: "lastUse", descending }, null, "en"))).toEqual(
    descending ? ["late", "early", "never"] : ["early", "late", "never"],
  );
});

it("finds by any part of the words, whatever its case", () => {
  const entries = ["Ünal’s phone", "Printer"].map((label) => appPassword({ label }));
  expect(labels(found(entries, " üNAL ", ({ label }) => label))).toEqual(["Ünal’s phone"]);
});

it.each([
  ["Işık", "ışık"],
  ["IMAP", "imap"],
  ["İstanbul", "istanbul"],
  ["kiosk", "KIOSK"],
])("finds %s by %s, also in a Turkish browser", (label, typed) => {
  const lower = vi.spyOn(String.prototype, "toLocaleLowerCase");
  lower.mockImplementation(function (this: string) {
    return this.replace(/I/g, "ı").replace(/İ/g, "i").toLowerCase();
  });
  expect(labels(found([appPassword({ label })], typed, ({ label }) => label))).toEqual([label]);
  lower.mockRestore();
});

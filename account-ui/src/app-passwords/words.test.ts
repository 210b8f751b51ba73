import { describe, expect, it } from "vitest";
import { appPassword, english, listing } from "../test/fixtures";
import { ago, endOf, purposes, stops } from "./words";

const t = english();
const now = new Date("2026-06-01T12:00:00Z");

describe("ago", () => {
  it.each([
    ["2026-06-01T11:59:30Z", "just now"],
    ["2026-06-01T12:00:30Z", "just now"],
    ["2026-06-01T11:58:59Z", "1 minute ago"],
    ["2026-06-01T09:00:00Z", "3 hours ago"],
    ["2026-05-31T12:00:00Z", "yesterday"],
    ["2025-06-01T12:00:00Z", "last year"],
  ])("calls %s %s", (at, words) => {
    expect(ago(new Date(at), now, "en", t)).toBe(words);
  });

  it("speaks the page's language", () => {
    expect(ago(new Date("2026-06-01T09:00:00Z"), now, "ar", t)).toContain("ساعات");
  });
});

describe("purposes", () => {
  it("names what a person does, once, and custom protocols as they are", () => {
    expect(purposes(["imap", "smtp", "caldav", "my-scanner"], t)).toEqual([
      "Mail on a phone or computer",
      "Calendar and contacts",
      "my-scanner",
    ]);
  });
});

describe("endOf", () => {
  const { policy } = listing();

  it("ends an unused one after the days for unused ones", () => {
    expect(endOf(appPassword(), policy)).toEqual({
      on: new Date("2026-01-31T00:00:00Z"),
      because: "disuse",
    });
  });

  it("ends a used one the days for disuse after its last use", () => {
    const lastUse = { at: "2026-03-01T00:00:00Z", protocol: "imap", address: null, gateway: null };
    expect(endOf(appPassword({ lastUse }), policy)?.on).toEqual(new Date("2027-03-01T00:00:00Z"));
  });

  it("takes the earlier of expiry and disuse, and counts midnight to the day before", () => {
    expect(endOf(appPassword({ expiresAt: "2026-01-11T00:00:00Z" }), policy)).toEqual({
      on: new Date("2026-01-10T23:59:59.999Z"),
      because: "expiry",
    });
    expect(endOf(appPassword({ expiresAt: "2027-01-01T00:00:00Z" }), policy)?.because).toBe(
      "disuse",
    );
  });

  it("has no end without expiry and policy", () => {
    expect(endOf(appPassword(), null)).toBeUndefined();
  });
});

describe("stops", () => {
  it.each([
    [0, "at once"],
    [1, "within a minute"],
    [60, "within a minute"],
    [61, "within 2 minutes"],
    [7200, "within 120 minutes"],
    [7201, "within 3 hours"],
  ])("promises for a cache of %s seconds: %s", (seconds, words) => {
    expect(stops(seconds, t)).toBe(words);
  });
});

import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { appPassword, context, english, listing } from "../test/fixtures";
import type { Listing } from "./api";
import { AppPasswords } from "./AppPasswords";
import type { Outcome } from "./outcome";

const ended = vi.hoisted(() => ({ outcome: undefined as Outcome | undefined }));
vi.mock("./outcome", () => ({ takeOutcome: () => ended.outcome }));

const t = english();
let answers: [number, object][];
let asked: [string, RequestInit][];

beforeEach(() => {
  ended.outcome = undefined;
  asked = [];
  answers = [];
  vi.stubGlobal("fetch", (url: string, options: RequestInit) => {
    asked.push([url, options]);
    const [status, body] = answers.shift() ?? [500, {}];
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status }));
  });
});

function show(...all: [number, object][]) {
  answers = all;
  render(<AppPasswords t={t} context={context()} />);
}

const page = (changes: Partial<Listing>): [number, object] => [200, listing(changes)];

it("asks with the console's token, which is not kept anywhere", async () => {
  show(page({}));

  expect(await screen.findByText("You have no app passwords")).toBeTruthy();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.[0]).toBe("https://keycloak.example.org/realms/main/app-passwords/account");
  expect(asked[0]?.[1]).toMatchObject({
    headers: { Authorization: "Bearer the-token" },
    cache: "no-store",
    credentials: "omit",
  });
  expect(localStorage).toHaveLength(0);
  expect(sessionStorage).toHaveLength(0);
});

it.each([
  [appPassword(), "Not used yet"],
  [appPassword({ state: "suspended" }), "Suspended"],
  [appPassword({ state: "expired" }), "Expired"],
  [appPassword({ state: "unreadable", protocols: null, deviceAccount: null }), "Not usable"],
  [
    appPassword({
      lastUse: {
        at: "2026-01-02T00:00:00Z",
        protocol: "imap",
        address: "192.0.2.7",
        gateway: null,
      },
    }),
    "In use",
  ],
])("says the state of %o: %s", async (entry, words) => {
  show(page({ appPasswords: [entry] }));

  expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
});

it("says that a use came from this network", async () => {
  const lastUse = {
    at: "2026-01-02T00:00:00Z",
    protocol: "imap",
    address: "192.0.2.7",
    gateway: null,
  };
  show(page({ appPasswords: [appPassword({ lastUse })] }));

  expect(await screen.findByText(/from this network/)).toBeTruthy();
});

it("offers an owner who may only look nothing to change", async () => {
  show(page({ mayChange: false, appPasswords: [appPassword(), appPassword({ id: "2" })] }));

  expect(await screen.findByText(/you cannot change them/)).toBeTruthy();
  expect(screen.queryAllByRole("button").map((button) => button.textContent)).toEqual([
    "Refresh",
    "Name",
    "Created ↓",
    "Last used",
    "Ends",
  ]);
});

it("searches from the eleventh on", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => appPassword({ id: String(i) }));
  show(page({ appPasswords: many(10) }), page({ appPasswords: many(11) }));

  await userEvent.click(await screen.findByText("Refresh"));

  expect(await screen.findByRole("searchbox")).toBeTruthy();
});

it("shows all again when there are too few to search", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      appPassword({ id: String(i), label: `Phone ${String(i)}` }),
    );
  show(page({ appPasswords: many(11) }), page({ appPasswords: many(10) }));

  await userEvent.type(await screen.findByRole("searchbox"), "no such thing");
  expect(screen.getByText("Nothing found for “no such thing”.")).toBeTruthy();
  expect(screen.queryByText("Phone 3")).toBeNull();
  await userEvent.click(screen.getByText("Refresh"));

  expect(await screen.findByText("Phone 3")).toBeTruthy();
  expect(screen.queryByRole("searchbox")).toBeNull();
});

it("puts the focus on the heading when a second try has helped", async () => {
  show([503, {}], page({}));

  await userEvent.click(await screen.findByTestId("app-passwords/retry"));

  await screen.findByText("You have no app passwords");
  expect(document.activeElement).toBe(screen.getByTestId("page-heading"));
});

it("takes one that is gone already for revoked, and loads the list again", async () => {
  show(page({ appPasswords: [appPassword()] }), [404, {}], page({}));

  await userEvent.click(await screen.findByRole("button", { name: "Revoke Phone" }));
  await userEvent.click(screen.getByTestId("app-passwords/confirm"));

  expect(await screen.findByText("This app password had already ended.")).toBeTruthy();
  expect(await screen.findByText("You have no app passwords")).toBeTruthy();
});

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

it("says that an app password was created only of one that was created just now", async () => {
  ended.outcome = "success";
  show(page({ appPasswords: [appPassword({ createdAt: ago(11) })] }));
  await screen.findByText("Phone");
  expect(screen.queryByText("Phone was created.")).toBeNull();
  expect(screen.queryByText("New")).toBeNull();

  cleanup();
  show(page({ appPasswords: [appPassword({ createdAt: ago(9) })] }));
  expect(await screen.findByText("Phone was created.")).toBeTruthy();
  expect(screen.getByText("New")).toBeTruthy();
});

it("promises no end for disuse that should have come already", async () => {
  const days = (count: number) => ago(count * 24 * 60);
  show(
    page({
      appPasswords: [
        appPassword({ createdAt: days(31) }),
        appPassword({ id: "2", createdAt: days(29) }),
      ],
    }),
  );

  expect(await screen.findAllByText(/if it is not used before/)).toHaveLength(1);
});

it("says the same thing once, however often it was asked to refresh", async () => {
  show(page({}), page({}), page({}));

  await userEvent.click(await screen.findByText("Refresh"));
  await screen.findByText("The list is up to date.");
  await userEvent.click(screen.getByText("Refresh"));
  await vi.waitFor(() => {
    expect(asked).toHaveLength(3);
  });

  expect(await screen.findAllByText("The list is up to date.")).toHaveLength(1);
});

it("marks what lies outside of the page with the language of its texts too", async () => {
  show(page({ appPasswords: [appPassword()] }), page({ appPasswords: [appPassword()] }));

  await userEvent.click(await screen.findByText("Refresh"));
  await screen.findByText("The list is up to date.");
  await userEvent.click(screen.getByRole("button", { name: "Revoke Phone" }));

  for (const element of [screen.getByRole("dialog"), screen.getByTestId("app-passwords/toasts")]) {
    expect(element.lang).toBe("en");
    expect(element.dir).toBe("ltr");
  }
});

it("shows the networks of one that is limited to them, and finds it by them", async () => {
  const others = Array.from({ length: 11 }, (_, i) =>
    appPassword({ id: `other-${String(i)}`, label: `Other ${String(i)}` }),
  );
  show(
    page({
      appPasswords: [
        appPassword({ id: "printer", label: "Printer", networks: ["192.0.2.0/24"] }),
        ...others,
      ],
    }),
  );

  const networks = await screen.findAllByTestId("app-passwords/networks");
  expect(networks.map(({ textContent }) => textContent)).toEqual([
    "Only from these networks192.0.2.0/24",
  ]);
  await userEvent.type(screen.getByTestId("app-passwords/search"), "192.0.2");
  expect(screen.getAllByTestId("app-passwords/name").map((name) => name.textContent)).toEqual([
    "Printer",
  ]);
});

it("says since when one has ended that a device still sends", async () => {
  show(
    page({
      stillSent: [
        {
          id: "old",
          label: "Old phone",
          end: { at: "2026-01-05T12:00:00Z" },
          lastTried: { at: "2026-01-06T12:00:00Z", protocol: "imap", address: null, gateway: null },
        },
      ],
    }),
  );

  expect((await screen.findByTestId("app-passwords/still-sent")).textContent).toContain(
    "Ended on Jan 5, 2026",
  );
});

it.each([
  ["locked", "your account is locked for a while"],
  ["stopped", "tell your administrator"],
  ["second_factor", "ask your administrator how to get one"],
] as const)("says before and after the action why it is refused: %s", async (obstacle, text) => {
  ended.outcome = "cancelled";
  show(page({ obstacle }));

  expect((await screen.findByTestId("app-passwords/note")).textContent).toContain(text);
  expect(screen.queryByText(/You cancelled/)).toBeNull();
});

it.each([
  ["impersonated", "You are signed in as this user as an administrator."],
  ["misconfigured", "A setting for app passwords is wrong"],
  ["locked", "your account is locked for a while"],
  ["stopped", "tell your administrator"],
  ["nothing_on_offer", "None of the services here"],
  ["set_up_not_offered", "your account has none yet"],
  ["recovery_codes_only", "You have recovery codes"],
  ["nothing_to_set_up", "there is none to set up"],
  ["sign_in_again", "Your second step was added since you signed in."],
  ["sign_in_at_provider", "Sign in there again"],
  ["wait_new", "It was set up after another one was removed"],
  ["wait_removed", "right after your second step was removed"],
])("says after the action why it has refused: %s", async (reason, text) => {
  ended.outcome = "cancelled";
  show(page({ refusal: { reason, until: null } }));

  expect((await screen.findByTestId("app-passwords/note")).textContent).toContain(text);
  expect(screen.queryByText(/You cancelled/)).toBeNull();
});

it("says what a refusal was only after the action", async () => {
  show(page({ refusal: { reason: "wait_new", until: null } }));

  await screen.findByText("You have no app passwords");
  expect(screen.queryByTestId("app-passwords/note")).toBeNull();
});

it("says until when an owner has to wait", async () => {
  ended.outcome = "cancelled";
  show(page({ refusal: { reason: "wait_new", until: "2026-02-03T04:05:06Z" } }));

  expect((await screen.findByTestId("app-passwords/note")).textContent).toContain(
    "You can create an app password from: Tuesday, February 3, 2026",
  );
});

it("leads on to signing in again where that helps", async () => {
  ended.outcome = "cancelled";
  const login = vi.fn(() => Promise.resolve());
  answers = [page({ refusal: { reason: "sign_in_again", until: null } })];
  const { realm, keycloak } = context();
  render(<AppPasswords t={t} context={{ realm, keycloak: { ...keycloak, login } }} />);

  await userEvent.click(await screen.findByTestId("app-passwords/sign-in-again"));

  expect(login).toHaveBeenCalledWith(
    expect.objectContaining({ action: "configure-app-password", prompt: "login" }),
  );
});

it("lets what is true now go before a refusal, and forgets the refusal on refresh", async () => {
  ended.outcome = "cancelled";
  const refusal = { reason: "locked", until: null };
  show(page({ refusal }), page({ refusal }), page({ refusal, makeAction: null }));

  expect(await screen.findByText(/locked for a while/)).toBeTruthy();
  ended.outcome = undefined;
  await userEvent.click(screen.getByText("Refresh"));
  await screen.findByText("The list is up to date.");
  expect(screen.queryByText(/locked for a while/)).toBeNull();

  cleanup();
  ended.outcome = "cancelled";
  show(page({ refusal, makeAction: null }));
  expect(await screen.findByText(/cannot be created at present/)).toBeTruthy();
  expect(screen.queryByText(/locked for a while/)).toBeNull();
});

it("does not take an error for the refusal of an earlier run", async () => {
  ended.outcome = "error";
  show(page({ refusal: { reason: "wait_new", until: null } }));

  expect(await screen.findByText(/Please try again/)).toBeTruthy();
  expect(screen.queryByTestId("app-passwords/note")).toBeNull();
});

it("tells screen readers of a refusal", async () => {
  ended.outcome = "cancelled";
  show(page({ refusal: { reason: "locked", until: null } }));

  const note = await screen.findByTestId("app-passwords/note");
  expect(note.closest("[role=status]")).toBeTruthy();
});

it.each([
  ["cancelled", {}, "You cancelled"],
  ["cancelled", { refusal: { reason: "of-another-version", until: null } }, "You cancelled"],
  ["error", {}, "Please try again."],
] as const)("says so where no reason is known: %s", async (outcome, changes, text) => {
  ended.outcome = outcome;
  show(page(changes));

  expect(await screen.findByText(new RegExp(text))).toBeTruthy();
});

it("does not ask to try again what is off", async () => {
  ended.outcome = "error";
  show(page({ makeAction: null }));

  expect(await screen.findByText(/cannot be created at present/)).toBeTruthy();
  expect(screen.queryByText(/Please try again/)).toBeNull();
});

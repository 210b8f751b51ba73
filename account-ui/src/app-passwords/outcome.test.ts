import { expect, it } from "vitest";
import { outcomeIn } from "./outcome";

const ACTION = "configure-app-password";
const PATH = "/realms/main/account/content/:componentId";
const page = `https://keycloak.example.org${PATH}`;

it.each([
  [`?kc_action=${ACTION}&kc_action_status=success`, "success"],
  [`?kc_action=${ACTION}&kc_action_status=cancelled`, "cancelled"],
  [`?kc_action=${ACTION}&kc_action_status=error`, "error"],
  ["?kc_action_status=success", "success"],
  [`#state=x&kc_action=${ACTION}&kc_action_status=success`, "success"],
  ["?kc_action=UPDATE_PASSWORD&kc_action_status=success", undefined],
  ["", undefined],
])("reads %s as %s", (query, outcome) => {
  expect(outcomeIn(page + query, ACTION, PATH)).toBe(outcome);
});

it("knows this page however its colon is written", () => {
  const written = page.replace("content/:", "content/%3A");
  expect(outcomeIn(`${written}?kc_action_status=success`, ACTION, PATH)).toBe("success");
});

it("reads nothing where the browser has no address of the navigation", () => {
  expect(outcomeIn("", ACTION, PATH)).toBeUndefined();
  expect(outcomeIn("document", ACTION, PATH)).toBeUndefined();
});

it("reads nothing of an action that another page has started", () => {
  const other = "https://keycloak.example.org/realms/main/account/account-security/signing-in";
  expect(outcomeIn(`${other}?kc_action_status=success`, ACTION, PATH)).toBeUndefined();
});

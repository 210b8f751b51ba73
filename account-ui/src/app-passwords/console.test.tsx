import { render, screen } from "@testing-library/react";
import { createContext, useLayoutEffect, useRef } from "react";
import { expect, it } from "vitest";
import { context, english } from "../test/fixtures";
import { findKeycloak, type Keycloak } from "./console";
import { Page } from "./Page";

function Finder({ onFound }: { onFound: (keycloak: Keycloak | undefined) => void }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    onFound(element.current ? findKeycloak(element.current) : undefined);
  });
  return <div ref={element} />;
}

function found(value: unknown): Keycloak | undefined {
  const Console = createContext<unknown>(undefined);
  let keycloak: Keycloak | undefined;
  render(
    <Console.Provider value={value}>
      <section>
        <Finder
          onFound={(is) => {
            keycloak = is;
          }}
        />
      </section>
    </Console.Provider>,
  );
  return keycloak;
}

it("finds the console's keycloak-js above it in the tree", () => {
  const { keycloak } = context();
  expect(found({ environment: {}, keycloak })).toBe(keycloak);
});

it.each([[undefined], ["text"], [{}], [{ keycloak: null }], [{ keycloak: { login: "text" } }]])(
  "finds nothing in %s",
  (value) => {
    expect(found(value)).toBeUndefined();
  },
);

it("finds nothing in an element that React does not know", () => {
  expect(findKeycloak(document.createElement("div"))).toBeUndefined();
});

it("says in the language of the texts that the console is not as expected", () => {
  render(<Page t={english()} realm={{ ...context().realm, locale: "ar", direction: "rtl" }} />);

  for (const name of ["app-passwords", "app-passwords/console-changed"]) {
    const element = screen.getByTestId(name);
    expect(element.lang).toBe("ar");
    expect(element.dir).toBe("rtl");
  }
});

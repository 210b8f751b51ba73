import { useLayoutEffect, useRef, useState } from "react";
import type { Context } from "./api";
import { AppPasswords } from "./AppPasswords";
import { findKeycloak } from "./console";
import { ConsoleChanged } from "./ConsoleChanged";
import type { Translate } from "./messages";
import type { Realm } from "./realm";

/** Looks for the console's keycloak-js, without which this page can do nothing. */
export function Page({ t, realm }: { t: Translate; realm: Realm }) {
  const element = useRef<HTMLDivElement>(null);
  const [context, setContext] = useState<Context | null>();

  useLayoutEffect(() => {
    const keycloak = element.current ? findKeycloak(element.current) : undefined;
    setContext(keycloak ? { keycloak, realm } : null);
  }, [realm]);

  return (
    <div
      ref={element}
      className="app-passwords"
      lang={realm.locale}
      dir={realm.direction}
      data-testid="app-passwords"
    >
      {context && <AppPasswords t={t} context={context} />}
      {context === null && <ConsoleChanged t={t} realm={realm} />}
    </div>
  );
}

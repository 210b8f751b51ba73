import { Component, type ReactNode } from "react";
import { ConsoleChanged } from "./ConsoleChanged";
import type { Translate } from "./messages";
import type { Realm } from "./realm";

interface Props {
  t: Translate;
  realm: Realm;
  children: ReactNode;
}

/** Whatever fails on this page, the console goes on. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    const { t, realm, children } = this.props;
    return this.state.failed ? <ConsoleChanged t={t} realm={realm} /> : children;
  }
}

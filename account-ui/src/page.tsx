import { ErrorBoundary } from "./app-passwords/ErrorBoundary";
import { inLanguageOf, loadMessages } from "./app-passwords/messages";
import { Page } from "./app-passwords/Page";
import { realmOfThisPage } from "./app-passwords/realm";
import "./page.css";

/** Called by page.js, which has a name that never changes: what it gets and gives must not change either. */
export async function start(style: string) {
  const place = realmOfThisPage();
  const [t] = await Promise.all([loadMessages(place), link(style)]);
  const realm = inLanguageOf(t, place);
  return function AppPasswordsPage() {
    return (
      <ErrorBoundary t={t} realm={realm}>
        <Page t={t} realm={realm} />
      </ErrorBoundary>
    );
  };
}

/** The page waits for its style, so that nothing jumps; without it, it is plain but works. */
function link(style: string): Promise<void> {
  if (document.querySelector(`link[href="${style}"]`)) {
    return Promise.resolve();
  }
  const element = document.createElement("link");
  element.rel = "stylesheet";
  element.href = style;
  return new Promise((resolve) => {
    element.onload = element.onerror = () => {
      resolve();
    };
    document.head.append(element);
  });
}

import { Alert, PageSection } from "@patternfly/react-core";
import type { Translate } from "./messages";
import { signingInUrl, type Realm } from "./realm";

/** Instead of the page, on a console whose inside is not as expected. */
export function ConsoleChanged({ t, realm }: { t: Translate; realm: Realm }) {
  return (
    <PageSection
      variant="light"
      lang={realm.locale}
      dir={realm.direction}
      data-testid="app-passwords/console-changed"
    >
      <Alert
        isInline
        component="h1"
        variant="warning"
        variantLabel={t("appPasswordsAlert.warning")}
        title={t("appPasswordsConsoleChanged")}
        actionLinks={<a href={signingInUrl(realm)}>{t("appPasswordsSigningIn")}</a>}
      />
    </PageSection>
  );
}

import { Alert, AlertActionCloseButton, AlertGroup } from "@patternfly/react-core";
import { useCallback, useState, type ReactNode } from "react";
import type { Translate } from "./messages";
import type { Realm } from "./realm";

export type Tone = "success" | "info" | "warning" | "danger";
interface Toast {
  id: number;
  tone: Tone;
  text: string;
}

const SHOWN_MILLIS = 10_000;

/** Short messages in a corner, which screen readers read out. The same one again takes the place of the first. */
export function useToasts(
  t: Translate,
  realm: Realm,
): [ReactNode, (tone: Tone, text: string) => void] {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useCallback((tone: Tone, text: string) => {
    setToasts((shown) => [
      ...shown.filter((toast) => toast.text !== text).slice(-2),
      { id: (shown.at(-1)?.id ?? 0) + 1, tone, text },
    ]);
  }, []);
  const close = (id: number) => {
    setToasts((others) => others.filter((toast) => toast.id !== id));
  };
  const group = (
    <AlertGroup
      isToast
      isLiveRegion
      lang={realm.locale}
      dir={realm.direction}
      data-testid="app-passwords/toasts"
      aria-label={t("appPasswordsMessages")}
    >
      {toasts.map(({ id, tone, text }) => (
        <Alert
          key={id}
          isLiveRegion
          variant={tone}
          variantLabel={t(`appPasswordsAlert.${tone}`)}
          title={text}
          component="p"
          timeout={tone === "danger" ? false : SHOWN_MILLIS}
          onTimeout={() => {
            close(id);
          }}
          actionClose={
            <AlertActionCloseButton
              aria-label={t("appPasswordsClose")}
              onClose={() => {
                close(id);
              }}
            />
          }
        />
      ))}
    </AlertGroup>
  );
  return [group, show];
}

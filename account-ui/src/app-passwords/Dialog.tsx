import { Alert, Button, Modal, ModalVariant } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import type { Translate } from "./messages";
import { problemText } from "./problems";
import type { Realm } from "./realm";

interface Props {
  t: Translate;
  realm: Realm;
  title: string;
  /** What the button that does it says. */
  action: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something is done that cannot be undone. Stays open, and says why, if it fails. */
export function Dialog({ t, realm, title, action, onConfirm, onClose, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const confirm = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
    } catch (reason) {
      setProblem(problemText(reason, "", t));
      setBusy(false);
    }
  };

  return (
    <Modal
      isOpen
      showClose={false}
      variant={ModalVariant.small}
      className="app-passwords__dialog"
      // a second press of Enter on the button that opened it must not revoke
      elementToFocus="[data-testid='app-passwords/cancel']"
      title={title}
      titleIconVariant="warning"
      titleLabel={t("appPasswordsAlert.warning")}
      onClose={busy ? () => undefined : onClose}
      actions={[
        <Button
          key="confirm"
          variant="danger"
          isDisabled={busy}
          onClick={() => void confirm()}
          data-testid="app-passwords/confirm"
        >
          {action}
        </Button>,
        <Button
          key="cancel"
          variant="link"
          isDisabled={busy}
          onClick={onClose}
          data-testid="app-passwords/cancel"
        >
          {t("appPasswordCancel")}
        </Button>,
      ]}
    >
      {children}
      <div
        role="alert"
        ref={(content) => {
          setLanguage(content?.closest("[role=dialog]"), realm);
        }}
      >
        {problem && (
          <Alert
            isInline
            component="p"
            variant="danger"
            variantLabel={t("appPasswordsAlert.danger")}
            title={problem}
            className="app-passwords__problem"
          />
        )}
      </div>
    </Modal>
  );
}

/** PatternFly gives the attributes that it is given to the body only, not to title and buttons. */
function setLanguage(dialog: Element | null | undefined, { locale, direction }: Realm) {
  dialog?.setAttribute("lang", locale);
  dialog?.setAttribute("dir", direction);
}

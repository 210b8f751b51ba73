import { Button, TextInput } from "@patternfly/react-core";
import { useEffect, useId, useRef, useState, type SyntheticEvent } from "react";
import type { AppPassword } from "./api";
import type { Translate } from "./messages";
import { problemText } from "./problems";

interface Props {
  t: Translate;
  entry: AppPassword;
  onRename: (label: string) => Promise<void>;
  onClose: () => void;
}

/** In place of the name. Escape leaves it. */
export function RenameForm({ t, entry, onRename, onClose }: Props) {
  const [label, setLabel] = useState(entry.label);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();

  useEffect(() => {
    input.current?.select();
  }, []);

  const save = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (label.trim() === entry.label) {
      onClose();
      return;
    }
    setBusy(true);
    try {
      await onRename(label.trim());
    } catch (reason) {
      setProblem(problemText(reason, label.trim(), t));
      setBusy(false);
      input.current?.focus();
    }
  };

  return (
    <form
      className="app-passwords__rename"
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !busy) {
          onClose();
        }
      }}
    >
      <TextInput
        ref={input}
        className="app-passwords__typed"
        value={label}
        maxLength={128}
        autoComplete="off"
        aria-label={t("appPasswordsRenameOf", entry.label)}
        aria-describedby={problemId}
        validated={problem ? "error" : "default"}
        readOnly={busy}
        onChange={(_event, value) => {
          setLabel(value);
        }}
        data-testid="app-passwords/label"
      />
      <Button type="submit" size="sm" isDisabled={busy} data-testid="app-passwords/save">
        {t("appPasswordsSave")}
      </Button>
      <Button variant="link" size="sm" isDisabled={busy} onClick={onClose}>
        {t("appPasswordCancel")}
      </Button>
      <div
        id={problemId}
        role="alert"
        className="app-passwords__problem-text"
        data-testid="app-passwords/problem"
      >
        {problem}
      </div>
    </form>
  );
}

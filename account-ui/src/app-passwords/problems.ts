import { ApiError } from "./api";
import type { Translate } from "./messages";

const LONGEST_LABEL = 64;

/** What went wrong, in the owner's words. */
export function problemText(reason: unknown, label: string, t: Translate): string {
  const { status, reason: error } = reason instanceof ApiError ? reason : new ApiError(0, "");
  switch (error) {
    case "label_empty":
      return t("appPasswordLabelEmpty");
    case "label_too_long":
      return t("appPasswordLabelTooLong", LONGEST_LABEL);
    case "label_forbidden_character":
      return t("appPasswordLabelForbiddenCharacter");
    case "label_not_storable":
      return t("appPasswordLabelNotStorable");
    case "label_taken":
      return t("appPasswordLabelTaken", label);
    default:
      return statusText(status, t);
  }
}

function statusText(status: number, t: Translate): string {
  switch (status) {
    case 401:
      return t("appPasswordsSignedOut");
    case 403:
      return t("appPasswordsReadOnly");
    case 404:
      return t("appPasswordsGone");
    default:
      return t("appPasswordsFailed");
  }
}

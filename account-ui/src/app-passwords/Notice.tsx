import { Alert, Button } from "@patternfly/react-core";
import type { Listing, Refusal } from "./api";
import type { Translate } from "./messages";
import { moment } from "./words";

/** Why no app password can be made, and how to go on. */
export interface Note {
  title: string;
  text?: string;
  /** From when one can be made. */
  until?: Date;
  /** Whether signing in again is the way on. */
  signIn?: boolean;
}

const OBSTACLES = {
  locked: "appPasswordLocked",
  stopped: "appPasswordStopped",
  second_factor: "appPasswordSetUpNotOffered",
};

/** The keys of the page that refused. The list itself knows more of the maximum. */
const REFUSALS = new Map([
  ["impersonated", "appPasswordImpersonated"],
  ["misconfigured", "appPasswordMisconfigured"],
  ["locked", "appPasswordLocked"],
  ["stopped", "appPasswordStopped"],
  ["nothing_on_offer", "appPasswordNothingOnOffer"],
  ["set_up_not_offered", "appPasswordSetUpNotOffered"],
  ["recovery_codes_only", "appPasswordRecoveryCodesOnly"],
  ["nothing_to_set_up", "appPasswordNothingToSetUp"],
  ["sign_in_again", "appPasswordSignInAgain"],
  ["sign_in_at_provider", "appPasswordSignInAtProvider"],
  ["wait_new", "appPasswordWaitNew"],
  ["wait_removed", "appPasswordWaitRemoved"],
]);

/**
 * What the list tells goes first: it is what is true now.
 *
 * @param refusal how the required action has ended that the owner comes back from
 */
export function noteOf(
  listing: Listing,
  refusal: Refusal | undefined,
  t: Translate,
): Note | undefined {
  if (!listing.mayChange) {
    return { title: t("appPasswordsReadOnly") };
  }
  if (!listing.makeAction || !listing.policy) {
    return { title: t("appPasswordsOff") };
  }
  if (isFull(listing)) {
    return { title: t("appPasswordsMaximum", listing.policy.maximumPerUser) };
  }
  const refused = refusal && REFUSALS.get(refusal.reason);
  if (refused) {
    return {
      ...headed(refused, t),
      ...(refusal.until && { until: new Date(refusal.until) }),
      signIn: refusal.reason.startsWith("sign_in"),
    };
  }
  return listing.obstacle ? headed(OBSTACLES[listing.obstacle], t) : undefined;
}

export function isFull({ policy, appPasswords }: Listing): boolean {
  return policy !== null && appPasswords.length >= policy.maximumPerUser;
}

function headed(key: string, t: Translate): Note {
  return { title: t(key), text: t(`${key}Text`) };
}

interface Props {
  t: Translate;
  locale: string;
  note: Note | undefined;
  onSignIn: () => void;
}

/** Told to screen readers when it comes. */
export function Notice(props: Props) {
  return <div role="status">{props.note && <Told {...props} note={props.note} />}</div>;
}

function Told({ t, locale, note, onSignIn }: Props & { note: Note }) {
  return (
    <Alert
      isInline
      component={note.text ? "h2" : "p"}
      variant="info"
      variantLabel={t("appPasswordsAlert.info")}
      title={note.title}
      className="app-passwords__note"
      data-testid="app-passwords/note"
      {...(note.signIn && {
        actionLinks: (
          <Button
            variant="link"
            isInline
            onClick={onSignIn}
            data-testid="app-passwords/sign-in-again"
          >
            {t("appPasswordSignInAgainButton")}
          </Button>
        ),
      })}
    >
      {note.text && <p>{note.text}</p>}
      {note.until && (
        <p>
          {t("appPasswordWaitUntil")} <bdi>{moment(note.until, locale)}</bdi>
        </p>
      )}
    </Alert>
  );
}

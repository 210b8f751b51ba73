import {
  Alert,
  Button,
  PageSection,
  Skeleton,
  Text,
  TextContent,
  TextInput,
  Title,
} from "@patternfly/react-core";
import { useEffect, useRef, useState } from "react";
import {
  ApiError,
  renameAppPassword,
  revokeAllAppPasswords,
  revokeAppPassword,
  type AppPassword,
  type Context,
  type Listing,
  type Refusal,
} from "./api";
import { Dialog } from "./Dialog";
import { Entries } from "./Entries";
import { LastUse } from "./LastUse";
import type { Translate } from "./messages";
import { isFull, noteOf, Notice } from "./Notice";
import { found, NEWEST_FIRST, sorted } from "./order";
import { takeOutcome } from "./outcome";
import { problemText } from "./problems";
import { useListing } from "./useListing";
import { useToasts } from "./useToasts";
import { day, protocolName, purposes, stops } from "./words";

const SEARCH_FROM = 11;
const JUST_MADE_MILLIS = 600_000;

interface Props {
  t: Translate;
  context: Context;
}

type Asked = { kind: "one"; entry: AppPassword } | { kind: "all" };

/** The owner's app passwords: a list, and what can be done with it. */
export function AppPasswords({ t, context }: Props) {
  const { locale } = context.realm;
  const { listing, error, loading, reload } = useListing(context);
  const [toasts, show] = useToasts(t, context.realm);
  const [asked, setAsked] = useState<Asked>();
  const [text, setText] = useState("");
  const [newest, setNewest] = useState<string>();
  const [refusal, setRefusal] = useState<Refusal>();
  const heading = useRef<HTMLHeadingElement>(null);
  const entries = listing?.appPasswords ?? [];

  useEffect(() => {
    if (!listing) {
      return;
    }
    const outcome = takeOutcome(listing.makeAction);
    if (outcome === "success") {
      const [made] = sorted(listing.appPasswords, NEWEST_FIRST, null, locale);
      // anybody can make an address that says so
      if (made && Date.now() - Date.parse(made.createdAt) < JUST_MADE_MILLIS) {
        setNewest(made.id);
        show("success", t("appPasswordsOutcome.success", made.label));
      }
    } else if (outcome) {
      // an action that is off ends with an error, and has refused nothing
      const refused = outcome === "cancelled" ? (listing.refusal ?? undefined) : undefined;
      setRefusal(refused);
      if (!noteOf(listing, refused, t)) {
        show(outcome === "error" ? "danger" : "info", t(`appPasswordsOutcome.${outcome}`));
      }
    }
  }, [listing, locale, show, t]);

  const login = (options: { action: string; prompt?: "login" }) => {
    const { origin, pathname } = window.location;
    void context.keycloak.login({ ...options, redirectUri: origin + pathname });
  };

  // the button that was pressed is gone with the failure
  const retry = async () => {
    if (await reload()) {
      heading.current?.focus();
    }
  };

  const refresh = async () => {
    setRefusal(undefined);
    if (await reload()) {
      show("info", t("appPasswordsUpdated"));
    }
  };

  const rename = async (entry: AppPassword, label: string) => {
    await renameAppPassword(entry.id, label, { context });
    await reload();
    show("success", t("appPasswordsRenamed", label));
  };

  const revoke = async ({ kind, ...rest }: Asked, { longestCacheSeconds }: Listing) => {
    const when = stops(longestCacheSeconds, t);
    if ("entry" in rest) {
      const gone = await revokeUnlessGone(rest.entry, context);
      show(
        "success",
        gone ? t("appPasswordsGone") : t("appPasswordsRevoked", rest.entry.label, when),
      );
    } else {
      await revokeAllAppPasswords({ context });
      show("success", t("appPasswordsAllRevoked", when));
    }
    setAsked(undefined);
    await reload();
    // the button that was pressed is gone with its row
    heading.current?.focus();
    return kind;
  };

  const searchable = entries.length >= SEARCH_FROM;
  if (!searchable && text) {
    setText("");
  }
  const searched = searchable && text.trim() !== "";
  const shown = searched
    ? found(entries, text, ({ label, protocols, networks }) =>
        [
          label,
          ...(protocols ?? []).map(protocolName),
          ...purposes(protocols ?? [], t),
          ...(networks ?? []),
        ].join(" "),
      )
    : entries;

  return (
    <>
      <PageSection variant="light">
        <TextContent>
          <h1 ref={heading} tabIndex={-1} data-testid="page-heading">
            {t("appPasswords")}
          </h1>
          <Text component="p">{t("appPasswordFormIntro")}</Text>
        </TextContent>
      </PageSection>
      <PageSection variant="light" aria-busy={loading}>
        {error && <Failure t={t} error={error} context={context} onRetry={() => void retry()} />}
        {!listing && loading && <Loading t={t} />}
        {listing && (
          <>
            <Notice
              t={t}
              locale={locale}
              note={noteOf(listing, refusal, t)}
              onSignIn={() => {
                login({ action: listing.makeAction ?? "", prompt: "login" });
              }}
            />
            <StillSent t={t} locale={locale} listing={listing} />
            <div className="app-passwords__toolbar">
              {listing.mayChange && listing.makeAction && listing.policy && (
                <Button
                  isDisabled={isFull(listing)}
                  onClick={() => {
                    login({ action: listing.makeAction ?? "" });
                  }}
                  data-testid="app-passwords/create"
                >
                  {t("appPasswordCreate")}
                </Button>
              )}
              <Button
                variant="secondary"
                isDisabled={loading}
                onClick={() => void refresh()}
                data-testid="app-passwords/refresh"
              >
                {t("appPasswordsRefresh")}
              </Button>
              {listing.mayChange && entries.length > 1 && (
                <Button
                  variant="link"
                  isDanger
                  onClick={() => {
                    setAsked({ kind: "all" });
                  }}
                  data-testid="app-passwords/revoke-all"
                >
                  {t("appPasswordsRevokeAll")}
                </Button>
              )}
              {searchable && (
                <div className="app-passwords__search">
                  <TextInput
                    type="search"
                    className="app-passwords__typed"
                    value={text}
                    placeholder={t("appPasswordsSearch")}
                    aria-label={t("appPasswordsSearch")}
                    onChange={(_event, value) => {
                      setText(value);
                    }}
                    data-testid="app-passwords/search"
                  />
                  <span role="status" className="app-passwords__detail">
                    {searched && t("appPasswordsShown", shown.length, entries.length)}
                  </span>
                </div>
              )}
            </div>
            {entries.length === 0 ? (
              <div className="app-passwords__empty" data-testid="app-passwords/empty">
                <Title headingLevel="h2" size="lg">
                  {t("appPasswordsEmptyTitle")}
                </Title>
                <Text component="p">{t("appPasswordsEmptyText")}</Text>
              </div>
            ) : (
              <>
                {shown.length === 0 && (
                  <Text component="p" data-testid="app-passwords/none-found">
                    {t("appPasswordsNoneFound", text.trim())}
                  </Text>
                )}
                <div hidden={shown.length === 0}>
                  <Entries
                    t={t}
                    locale={locale}
                    listing={listing}
                    entries={shown}
                    newest={newest}
                    onRename={rename}
                    onRevoke={(entry) => {
                      setAsked({ kind: "one", entry });
                    }}
                  />
                </div>
              </>
            )}
          </>
        )}
      </PageSection>
      {listing && asked && (
        <Dialog
          t={t}
          realm={context.realm}
          title={
            asked.kind === "one"
              ? t("appPasswordsRevokeTitle", asked.entry.label)
              : t("appPasswordsRevokeAllTitle")
          }
          action={t(asked.kind === "one" ? "appPasswordsRevoke" : "appPasswordsRevokeAll")}
          onConfirm={async () => {
            await revoke(asked, listing);
          }}
          onClose={() => {
            setAsked(undefined);
          }}
        >
          {asked.kind === "one" ? (
            <RevokeOne t={t} locale={locale} entry={asked.entry} listing={listing} />
          ) : (
            <p>{t("appPasswordsRevokeAllText", stops(listing.longestCacheSeconds, t))}</p>
          )}
        </Dialog>
      )}
      {toasts}
    </>
  );
}

/** Whether it had ended before, by another's hand or in another tab. */
async function revokeUnlessGone(entry: AppPassword, context: Context): Promise<boolean> {
  try {
    await revokeAppPassword(entry.id, { context });
    return false;
  } catch (reason) {
    if (reason instanceof ApiError && reason.status === 404) {
      return true;
    }
    throw reason;
  }
}

interface OfListing {
  t: Translate;
  listing: Listing;
}

function RevokeOne({
  t,
  locale,
  entry,
  listing,
}: OfListing & { locale: string; entry: AppPassword }) {
  return (
    <>
      <p>{t("appPasswordsRevokeText", stops(listing.longestCacheSeconds, t))}</p>
      <dl className="app-passwords__facts">
        <dt>{t("appPasswordsColumn.for")}</dt>
        <dd>{purposes(entry.protocols ?? [], t).join(t("appPasswordListSeparator"))}</dd>
        <dt>{t("appPasswordsColumn.lastUse")}</dt>
        <dd>
          {entry.lastUse ? (
            <LastUse
              t={t}
              locale={locale}
              now={new Date()}
              use={entry.lastUse}
              yourAddress={listing.yourAddress}
            />
          ) : (
            t("appPasswordsNever")
          )}
        </dd>
      </dl>
    </>
  );
}

function StillSent({ t, locale, listing }: OfListing & { locale: string }) {
  if (listing.stillSent.length === 0) {
    return null;
  }
  return (
    <Alert
      isInline
      component="h2"
      variant="warning"
      variantLabel={t("appPasswordsAlert.warning")}
      title={t("appPasswordsStillSentTitle")}
      className="app-passwords__note"
      data-testid="app-passwords/still-sent"
    >
      <p>{t("appPasswordsStillSentText")}</p>
      <dl className="app-passwords__facts">
        {listing.stillSent.map(
          ({ id, label, end, lastTried }) =>
            lastTried && (
              <div key={id}>
                <dt>
                  <bdi>{label}</bdi>
                </dt>
                <dd>
                  <LastUse
                    t={t}
                    locale={locale}
                    now={new Date()}
                    use={lastTried}
                    yourAddress={listing.yourAddress}
                  />
                  {end && (
                    <div className="app-passwords__detail">
                      {t("appPasswordNotMeDay")} <bdi>{day(new Date(end.at), locale)}</bdi>
                    </div>
                  )}
                </dd>
              </div>
            ),
        )}
      </dl>
    </Alert>
  );
}

type FailureProps = Props & { error: ApiError; onRetry: () => void };

function Failure({ t, error, context, onRetry }: FailureProps) {
  const signedOut = error.status === 401;
  return (
    <div role="alert">
      <Alert
        isInline
        component="p"
        variant="danger"
        variantLabel={t("appPasswordsAlert.danger")}
        title={
          signedOut || error.status === 403
            ? problemText(error, "", t)
            : t("appPasswordsLoadFailed")
        }
        className="app-passwords__note"
        data-testid="app-passwords/failure"
        actionLinks={
          <Button
            variant="link"
            isInline
            onClick={signedOut ? () => void context.keycloak.login() : onRetry}
            data-testid="app-passwords/retry"
          >
            {t(signedOut ? "appPasswordSignInAgainButton" : "appPasswordsRetry")}
          </Button>
        }
      />
    </div>
  );
}

function Loading({ t }: { t: Translate }) {
  return (
    <div role="status" data-testid="app-passwords/loading">
      {[1, 2, 3].map((line) => (
        <Skeleton
          key={line}
          height="2.5rem"
          className="app-passwords__skeleton"
          {...(line === 1 && { screenreaderText: t("appPasswordsLoading") })}
        />
      ))}
    </div>
  );
}

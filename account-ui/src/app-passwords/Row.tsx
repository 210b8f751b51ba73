import { Button } from "@patternfly/react-core";
import { useEffect, useRef } from "react";
import type { AppPassword, Listing } from "./api";
import { LastUse } from "./LastUse";
import type { Translate } from "./messages";
import { RenameForm } from "./RenameForm";
import { day, dayInUtc, endOf, moment, protocolName, purposes } from "./words";

interface Props {
  t: Translate;
  locale: string;
  now: Date;
  listing: Listing;
  entry: AppPassword;
  isNew: boolean;
  renaming: boolean;
  onRenaming: (renaming: boolean) => void;
  onRename: (label: string) => Promise<void>;
  onRevoke: () => void;
}

/** One app password. */
export function Row(props: Props) {
  const { t, locale, now, listing, entry, isNew, renaming, onRenaming, onRename, onRevoke } = props;
  const renameButton = useRef<HTMLButtonElement>(null);
  const wasRenaming = useRef(false);

  useEffect(() => {
    if (wasRenaming.current && !renaming) {
      renameButton.current?.focus();
    }
    wasRenaming.current = renaming;
  }, [renaming]);

  return (
    <tr
      className={`pf-v5-c-table__tr${isNew ? " app-passwords__new" : ""}`}
      data-testid="app-passwords/entry"
      data-id={entry.id}
    >
      <th scope="row" className="pf-v5-c-table__td" data-label={t("appPasswordLabel")}>
        {renaming ? (
          <RenameForm
            t={t}
            entry={entry}
            onRename={onRename}
            onClose={() => {
              onRenaming(false);
            }}
          />
        ) : (
          <div>
            <bdi className="app-passwords__label" data-testid="app-passwords/name">
              {entry.label}
            </bdi>{" "}
            {isNew && <Badge colour="blue">{t("appPasswordsNew")}</Badge>}
            {entry.deviceAccount && (
              <div className="app-passwords__detail">{t("appPasswordsDevice")}</div>
            )}
          </div>
        )}
      </th>
      <td className="pf-v5-c-table__td" data-label={t("appPasswordsColumn.for")}>
        <Purposes t={t} protocols={entry.protocols ?? []} />
        <Networks t={t} networks={entry.networks ?? []} />
      </td>
      <td className="pf-v5-c-table__td" data-label={t("appPasswordsColumn.created")}>
        <time dateTime={entry.createdAt} title={moment(new Date(entry.createdAt), locale)}>
          {day(new Date(entry.createdAt), locale)}
        </time>
      </td>
      <td className="pf-v5-c-table__td" data-label={t("appPasswordsColumn.lastUse")}>
        {entry.lastUse ? (
          <LastUse
            t={t}
            locale={locale}
            now={now}
            use={entry.lastUse}
            yourAddress={listing.yourAddress}
          />
        ) : (
          t("appPasswordsNever")
        )}
      </td>
      <td className="pf-v5-c-table__td" data-label={t("appPasswordsColumn.end")}>
        <End t={t} locale={locale} now={now} entry={entry} listing={listing} />
      </td>
      <td className="pf-v5-c-table__td" data-label={t("appPasswordsColumn.state")}>
        <State t={t} entry={entry} />
      </td>
      {listing.mayChange && (
        <td className="pf-v5-c-table__td">
          <div className="app-passwords__buttons">
            {!renaming && (
              <Button
                ref={renameButton}
                variant="link"
                isInline
                onClick={() => {
                  onRenaming(true);
                }}
                aria-label={t("appPasswordsRenameOf", entry.label)}
                data-testid="app-passwords/rename"
              >
                {t("appPasswordsRename")}
              </Button>
            )}
            <Button
              variant="link"
              isInline
              isDanger
              onClick={onRevoke}
              aria-label={t("appPasswordsRevokeOf", entry.label)}
              data-testid="app-passwords/revoke"
            >
              {t("appPasswordsRevoke")}
            </Button>
          </div>
        </td>
      )}
    </tr>
  );
}

function Purposes({ t, protocols }: { t: Translate; protocols: string[] }) {
  return (
    <>
      {purposes(protocols, t).join(t("appPasswordListSeparator"))}
      <div className="app-passwords__detail">
        <bdi>{protocols.map(protocolName).join(t("appPasswordListSeparator"))}</bdi>
      </div>
    </>
  );
}

function Networks({ t, networks }: { t: Translate; networks: string[] }) {
  return (
    networks.length > 0 && (
      <div className="app-passwords__detail" data-testid="app-passwords/networks">
        {t("appPasswordNetworks")}
        {networks.map((network) => (
          <div key={network}>
            <bdi dir="ltr">{network}</bdi>
          </div>
        ))}
      </div>
    )
  );
}

interface OfEntry {
  t: Translate;
  entry: AppPassword;
}

function End({
  t,
  locale,
  now,
  entry,
  listing,
}: OfEntry & { locale: string; now: Date; listing: Listing }) {
  const end = endOf(entry, listing.policy);
  // one that should have ended for disuse ends in a moment, or its last use is not written yet
  if (entry.state === "unreadable" || (end?.because === "disuse" && end.on < now)) {
    return null;
  }
  return end
    ? t(`appPasswordsEnd.${end.because}`, dayInUtc(end.on, locale))
    : t("appPasswordsEnd.none");
}

function State({ t, entry }: OfEntry) {
  switch (entry.state) {
    case "active":
      return entry.lastUse ? (
        <Badge colour="green">{t("appPasswordsState.active")}</Badge>
      ) : (
        <Badge colour="grey">{t("appPasswordsState.unused")}</Badge>
      );
    case "suspended":
    case "expired":
    case "unreadable":
      return (
        <>
          <Badge colour="orange">{t(`appPasswordsState.${entry.state}`)}</Badge>
          <div className="app-passwords__detail">{t(`appPasswordsStateText.${entry.state}`)}</div>
        </>
      );
  }
}

function Badge({
  colour,
  children,
}: {
  colour: "blue" | "green" | "grey" | "orange";
  children: string;
}) {
  return <span className={`app-passwords__badge app-passwords__badge--${colour}`}>{children}</span>;
}

import { useState } from "react";
import type { AppPassword, Listing } from "./api";
import type { Translate } from "./messages";
import { sorted, NEWEST_FIRST, type Column } from "./order";
import { Row } from "./Row";

interface Props {
  t: Translate;
  locale: string;
  listing: Listing;
  entries: AppPassword[];
  newest: string | undefined;
  onRename: (entry: AppPassword, label: string) => Promise<void>;
  onRevoke: (entry: AppPassword) => void;
}

interface Head {
  column?: Column;
  text: string;
}

const HEADS: Head[] = [
  { column: "label", text: "appPasswordLabel" },
  { text: "appPasswordsColumn.for" },
  { column: "createdAt", text: "appPasswordsColumn.created" },
  { column: "lastUse", text: "appPasswordsColumn.lastUse" },
  { column: "end", text: "appPasswordsColumn.end" },
  { text: "appPasswordsColumn.state" },
];

/** The table. */
export function Entries({ t, locale, listing, entries, newest, onRename, onRevoke }: Props) {
  const [order, setOrder] = useState(NEWEST_FIRST);
  const [renaming, setRenaming] = useState<string>();
  const now = new Date();

  const sortBy = (column: Column) => {
    const first = column === "createdAt" || column === "lastUse";
    setOrder({ column, descending: order.column === column ? !order.descending : first });
  };

  return (
    <table
      className="pf-v5-c-table pf-m-grid-xl app-passwords__table"
      aria-label={t("appPasswords")}
      data-testid="app-passwords/list"
    >
      <thead className="pf-v5-c-table__thead">
        <tr className="pf-v5-c-table__tr">
          {HEADS.map(({ column, text }) => (
            <th
              key={text}
              scope="col"
              className="pf-v5-c-table__th"
              {...(column &&
                order.column === column && {
                  "aria-sort": order.descending ? "descending" : "ascending",
                })}
            >
              {column ? (
                <button
                  type="button"
                  className="app-passwords__sort"
                  onClick={() => {
                    sortBy(column);
                  }}
                  data-testid={`app-passwords/sort/${column}`}
                >
                  {t(text)}
                  <span aria-hidden="true">
                    {order.column === column ? (order.descending ? " ↓" : " ↑") : ""}
                  </span>
                </button>
              ) : (
                t(text)
              )}
            </th>
          ))}
          {listing.mayChange && (
            <td className="pf-v5-c-table__th">
              <span className="pf-v5-screen-reader">{t("appPasswordsActions")}</span>
            </td>
          )}
        </tr>
      </thead>
      <tbody className="pf-v5-c-table__tbody">
        {sorted(entries, order, listing.policy, locale).map((entry) => (
          <Row
            key={entry.id}
            t={t}
            locale={locale}
            now={now}
            listing={listing}
            entry={entry}
            isNew={entry.id === newest}
            renaming={renaming === entry.id}
            onRenaming={(is) => {
              setRenaming(is ? entry.id : undefined);
            }}
            onRename={async (label) => {
              await onRename(entry, label);
              setRenaming(undefined);
            }}
            onRevoke={() => {
              onRevoke(entry);
            }}
          />
        ))}
      </tbody>
    </table>
  );
}

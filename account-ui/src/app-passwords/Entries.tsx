import { FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useId, useState } from "react";
import type { AppPassword, Listing } from "./api";
import type { Translate } from "./messages";
import { sorted, NEWEST_FIRST, type Column, type Order } from "./order";
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

/** The order in which most people look for something: the latest first, but names by the alphabet and the next end first. */
function natural(column: Column): Order {
  return { column, descending: column === "createdAt" || column === "lastUse" };
}

/** The table; on a narrow screen a card for each, with a list of orders in place of the columns' heads. */
export function Entries({ t, locale, listing, entries, newest, onRename, onRevoke }: Props) {
  const [order, setOrder] = useState(NEWEST_FIRST);
  const [renaming, setRenaming] = useState<string>();
  const orderId = useId();
  const now = new Date();

  const sortBy = (column: Column) => {
    setOrder(order.column === column ? { column, descending: !order.descending } : natural(column));
  };

  const table = (
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

  return (
    <>
      {entries.length > 1 && (
        <div className="app-passwords__order">
          <label htmlFor={orderId}>{t("appPasswordsSortBy")}</label>
          <FormSelect
            id={orderId}
            value={order.column}
            onChange={(_event, column) => {
              setOrder(natural(column as Column));
            }}
            data-testid="app-passwords/order"
          >
            {HEADS.flatMap(({ column, text }) =>
              column ? [<FormSelectOption key={column} value={column} label={t(text)} />] : [],
            )}
          </FormSelect>
        </div>
      )}
      {table}
    </>
  );
}

import type { Use } from "./api";
import type { Translate } from "./messages";
import { ago, moment, protocolName } from "./words";

interface Props {
  t: Translate;
  locale: string;
  now: Date;
  use: Use;
  yourAddress: string | null;
}

/** "3 hours ago", and below it by which protocol and from where. */
export function LastUse({ t, locale, now, use, yourAddress }: Props) {
  const at = new Date(use.at);
  return (
    <>
      <time dateTime={use.at} title={moment(at, locale)}>
        {ago(at, now, locale, t)}
      </time>
      <div className="app-passwords__detail">
        <bdi>{protocolName(use.protocol)}</bdi>
        {use.address && (
          <>
            {" · "}
            <bdi dir="ltr">{use.address}</bdi>
          </>
        )}
        {use.address && use.address === yourAddress && <> · {t("appPasswordsThisNetwork")}</>}
      </div>
    </>
  );
}

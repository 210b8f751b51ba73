// The pages of app passwords need a script only for WebAuthn. Everything else here is optional.

const COPY_STATUS = "kc-app-password-copy-status";
const COPIED_MS = 3000;
const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_OF_A_YEAR = 365;

/** A second click on a form that is on its way sends nothing. */
function sendOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
  });
  // a page that comes back from the browser's memory is usable again
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

function copyBySelection(element) {
  const selection = window.getSelection();
  const range = document.createRange();
  range.selectNodeContents(element);
  selection.removeAllRanges();
  selection.addRange(range);
  // deprecated, but all there is where the clipboard API is missing, as on plain HTTP
  return document.execCommand("copy");
}

async function copy(secret) {
  try {
    await navigator.clipboard.writeText(secret.textContent);
    return true;
  } catch {
    try {
      return copyBySelection(secret);
    } catch {
      return false;
    }
  }
}

function offerCopy(button) {
  const secret = document.getElementById(button.dataset.copies);
  const status = document.getElementById(button.dataset.status ?? COPY_STATUS);
  let timer;
  button.addEventListener("click", async () => {
    document.querySelectorAll(".app-password-status").forEach((other) => {
      other.textContent = "";
    });
    const copied = await copy(secret);
    status.textContent = copied ? button.dataset.copied : button.dataset.failed;
    // where the eye is; the status is for screen readers, and for those whose eye is elsewhere
    if (copied) {
      button.classList.add("app-password-done");
      clearTimeout(timer);
      timer = setTimeout(() => {
        button.classList.remove("app-password-done");
      }, COPIED_MS);
    }
  });
  button.hidden = false;
}

function fromBase64Url(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64Url(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Keycloak's WebAuthn policy as the options of navigator.credentials.get. */
function requestOptions({ challenge, rpId, timeoutSeconds, userVerification, credentials }) {
  const options = {
    challenge: fromBase64Url(challenge),
    rpId,
    allowCredentials: credentials
      .split(" ")
      .filter((id) => id !== "")
      .map((id) => ({ type: "public-key", id: fromBase64Url(id) })),
  };
  if (timeoutSeconds !== "0") {
    options.timeout = Number(timeoutSeconds) * 1000;
  }
  if (["required", "preferred", "discouraged"].includes(userVerification)) {
    options.userVerification = userVerification;
  }
  return options;
}

function answer(form, credential) {
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  form.elements.clientDataJSON.value = toBase64Url(clientDataJSON);
  form.elements.authenticatorData.value = toBase64Url(authenticatorData);
  form.elements.signature.value = toBase64Url(signature);
  form.elements.credentialId.value = credential.id;
  form.elements.userHandle.value = userHandle ? toBase64Url(userHandle) : "";
  form.submit();
}

function offerWebAuthn(button) {
  const error = document.getElementById("kc-app-password-webauthn-error");
  const fail = (text) => {
    error.textContent = text;
    error.hidden = false;
    button.disabled = false;
  };
  button.addEventListener("click", async () => {
    if (!window.PublicKeyCredential) {
      fail(button.dataset.unsupported);
      return;
    }
    error.hidden = true;
    button.disabled = true;
    try {
      answer(button.form, await navigator.credentials.get({ publicKey: requestOptions(button.dataset) }));
    } catch {
      fail(button.dataset.failed);
    }
  });
  button.hidden = false;
}

const POLL_MS = 2000;
const PATIENCE_MS = 10_000;
const LONGEST_MS = 15 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

/** The sentence with its values, each isolated from the direction of the text around it. */
function fill(place, sentence, values) {
  const parts = sentence.split(/\[\[([a-z]+)\]\]/);
  place.replaceChildren(
    ...parts.map((part, index) => {
      if (index % 2 === 0) {
        return part;
      }
      const value = document.createElement("bdi");
      value.textContent = values[part];
      return value;
    }),
  );
}

/** As AbortSignal.timeout, which Safari has from version 16 on only. */
function endsAfter(millis) {
  const controller = new AbortController();
  setTimeout(() => {
    controller.abort();
  }, millis);
  return controller.signal;
}

/** Whether the server itself says that this page has nothing more to ask, and not a proxy that shuts the path. */
async function isOver(answer) {
  if (answer.status !== 404 && answer.status !== 403) {
    return false;
  }
  const { error } = await answer.json();
  return error === "not_watched" || error === "invalid_origin";
}

/** Asks for the first sign-in while the page can be seen, until there was one or the time is over. */
function watchFirstSignIn(box) {
  const { url, ticket } = box.dataset;
  const begun = Date.now();
  const language = box.closest("[lang]").lang;
  let timer;
  let asking = false;
  let shown = "";
  let over = false;

  const part = (state) => box.querySelector(`[data-state="${state}"]`);

  function show(state) {
    box.querySelectorAll("[data-state]").forEach((one) => {
      one.hidden = one.dataset.state !== state;
    });
  }

  function end(state) {
    over = true;
    clearTimeout(timer);
    if (state) {
      show(state);
    }
  }

  function nameOf(protocol) {
    return box.querySelector(`[data-protocol="${CSS.escape(protocol)}"]`)?.textContent ?? protocol;
  }

  function tell(news) {
    const accepted = news.outcome === "accepted";
    const place = part(accepted ? "accepted" : "refused");
    const { seen, seenFrom, refused, refusedFrom, moment } = box.dataset;
    const sentence = accepted ? [seen, seenFrom] : [refused, refusedFrom];
    const at = Date.now() - news.secondsAgo * 1000;
    const write = () => {
      const minutes = Math.floor((Date.now() - at) / MINUTE_MS);
      const when =
        minutes < 1 ? moment : new Intl.RelativeTimeFormat(language, { numeric: "always" }).format(-minutes, "minute");
      fill(place.querySelector("[data-sentence]"), sentence[news.address ? 1 : 0], {
        protocol: nameOf(news.protocol),
        address: news.address,
        when,
      });
    };
    write();
    place.querySelectorAll("[data-outcome]").forEach((advice) => {
      advice.hidden = advice.dataset.outcome !== news.outcome;
    });
    show(place.dataset.state);
    if (accepted) {
      end();
      // the time goes on, and is not read out each minute
      setInterval(() => {
        box.setAttribute("aria-live", "off");
        write();
      }, MINUTE_MS);
    }
  }

  async function ask() {
    const answer = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ticket }),
      // an answer that never comes must not end the polling
      signal: endsAfter(PATIENCE_MS),
    });
    if (await isOver(answer)) {
      end("over");
    } else if (answer.ok) {
      const news = await answer.json();
      // the time has whole seconds, in which there may be two attempts
      const told = [news.at, news.outcome, news.protocol, news.address].join(" ");
      if (news.outcome && told !== shown) {
        shown = told;
        tell(news);
      }
    }
  }

  async function poll() {
    clearTimeout(timer);
    if (over || asking || document.hidden) {
      return;
    }
    if (Date.now() - begun > LONGEST_MS) {
      end("over");
      return;
    }
    asking = true;
    try {
      await ask();
    } catch {
      // the server cannot be reached: the next time, perhaps
    }
    asking = false;
    timer = setTimeout(poll, POLL_MS);
  }

  show("waiting");
  document.addEventListener("visibilitychange", poll);
  poll();
}

/** "7 days", "1 year". */
function period(days, language) {
  const [unit, count] = days % DAYS_OF_A_YEAR === 0 ? ["year", days / DAYS_OF_A_YEAR] : ["day", days];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

/** Buttons that set a date so many days from now: those days that the field takes. The server counts days in UTC. */
function offerDays(group) {
  const field = document.getElementById(group.dataset.for);
  const language = group.closest("[lang]")?.lang;
  group.dataset.days.split(" ").forEach((days) => {
    const date = new Date(Date.now() + Number(days) * DAY_MS).toISOString().slice(0, 10);
    if (date < field.min || (field.max && date > field.max)) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = group.dataset.class;
    button.textContent = period(Number(days), language);
    button.addEventListener("click", () => {
      field.value = date;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
    group.append(button);
  });
  group.hidden = !group.hasChildNodes();
}

/** Shows a time in the time zone of the browser, which the server does not know. */
function showInOwnTimeZone(time) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    dateStyle: "long",
    timeStyle: "short",
  });
  time.textContent = format.format(new Date(time.dateTime));
}

document.querySelectorAll("time.app-password-time").forEach(showInOwnTimeZone);
document.querySelectorAll("form[data-app-password-once]").forEach(sendOnce);
document.querySelectorAll("[data-days]").forEach(offerDays);
document.querySelectorAll("button[data-copies]").forEach(offerCopy);
document.querySelectorAll("#kc-app-password-verify[data-challenge]").forEach(offerWebAuthn);
document.querySelectorAll("#kc-app-password-watch").forEach(watchFirstSignIn);

// The pages of app passwords need no script but for copying and for WebAuthn. What is added here is each optional.

const COPY_STATUS = "kc-app-password-copy-status";

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
  const status = document.getElementById(COPY_STATUS);
  button.addEventListener("click", async () => {
    status.textContent = "";
    const copied = await copy(secret);
    status.textContent = copied ? button.dataset.copied : button.dataset.failed;
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
document.querySelectorAll("button[data-copies]").forEach(offerCopy);
document.querySelectorAll("#kc-app-password-verify[data-challenge]").forEach(offerWebAuthn);

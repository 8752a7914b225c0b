// A passkey, made or used (W3C Web Authentication). The browser's answer goes into the hidden fields of the page's form,
// which is then sent as any other. The output of `prf` opens the dossiers: it is read from the extension's results and
// kept nowhere. Without this script the form says that it is needed.
(() => {
  "use strict";
  const place = document.querySelector("[data-passkey]");
  const form = place && place.querySelector("form");
  if (!form || !window.PublicKeyCredential) return;
  const { passkey, question, site, prf, user, known, name } = place.dataset;
  const status = place.querySelector("[data-passkey-status]");
  const say = (word) => { status.textContent = place.dataset[word] || ""; };

  const read = (text) => Uint8Array.from(
    atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  const write = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes || [])))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const fill = (fields) => Object.entries(fields).forEach(([field, bytes]) => {
    form.elements.namedItem(field).value = write(bytes);
  });
  const extensions = () => ({ prf: { eval: { first: read(prf) } } });
  const results = (credential) => credential.getClientExtensionResults().prf || {};
  const output = (credential) => (results(credential).results || {}).first;
  const use = (challenge, allowCredentials) => navigator.credentials.get({ publicKey: {
    challenge, allowCredentials, rpId: site, userVerification: "required", extensions: extensions(),
  } });

  const used = async () => {
    const credential = await use(read(question), []);
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
    fill({ id: credential.rawId, client: clientDataJSON, data: authenticatorData, signature, user: userHandle,
      output: output(credential) });
  };

  const made = async () => {
    const credential = await navigator.credentials.create({ publicKey: {
      challenge: read(question),
      rp: { id: site, name },
      user: { id: read(user), name, displayName: name },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
      excludeCredentials: known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: read(id) })),
      extensions: extensions(),
    } });
    let opens = output(credential);
    if (!opens && results(credential).enabled) {
      // Most devices give the output only when the passkey is used. Who stops here has one that does not open.
      say("wordTwice");
      const mine = [{ type: "public-key", id: credential.rawId }];
      opens = await use(crypto.getRandomValues(new Uint8Array(32)), mine).then(output, () => undefined);
    }
    const { clientDataJSON, attestationObject } = credential.response;
    fill({ client: clientDataJSON, attestation: attestationObject, output: opens });
  };

  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    say("wordWaiting");
    try {
      await (passkey === "make" ? made() : used());
      form.submit();
    } catch (error) {
      say(error.name === "InvalidStateError" ? "wordKnown" : "wordNothing");
      busy = false;
    }
  });
})();

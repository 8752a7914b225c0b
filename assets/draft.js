// Saves what is typed on the server, five seconds at most after a change. Nothing is written in
// the browser; without this script the page's button does the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const status = document.createElement("p");
  status.className = "govuk-hint preau-draft";
  status.setAttribute("role", "status");
  form.append(status);

  const fields = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && name !== "csrf") data.append(name, value);
    }
    data.append("csrf", form.dataset.draftCsrf);
    return data.toString();
  };
  let saved = fields();
  let sending = false;
  let leaving = false;

  const save = async () => {
    const now = fields();
    if (sending || leaving || now === saved) return;
    sending = true;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: now,
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      saved = now;
      status.textContent = form.dataset.wordSaved;
    } catch {
      status.textContent = form.dataset.wordUnsaved;
    } finally {
      sending = false;
    }
  };

  setInterval(save, 5000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  form.addEventListener("submit", () => { leaving = true; });
})();

// What this browser keeps (IndexedDB): one pairing with its key, encrypted additions that wait, receipts. Nothing of a page in
// clear, in no window, private or not.

const NAME = "preau";
/** Additions that may wait, and their bytes: what is more is refused before a page is recorded. */
export const WAITING_MOST = 20;
export const WAITING_BYTES = 200 * 1024 * 1024;
const RECEIPTS_MOST = 1000;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("pairing");
      request.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("receipts", { autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs `work` on stores in one transaction; its answer is that of the request it returns, once all is on disk. */
async function within(stores, mode, work) {
  const base = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(stores, mode, { durability: "strict" });
      const request = work((name) => transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
}

export const pairing = () => within(["pairing"], "readonly", (store) => store("pairing").get("it"));

/** A new pairing. What waits was encrypted to the dossier and is signed when it goes, so it goes by the new link; its number was the old one's. */
export const keepPairing = (it) =>
  within(["pairing", "waiting"], "readwrite", (store) => {
    store("pairing").put(it, "it");
    const walk = store("waiting").openCursor();
    walk.onsuccess = () => {
      if (!walk.result) return;
      const { tried, ...item } = walk.result.value;
      walk.result.update(item);
      walk.result.continue();
    };
  });

/** Writes what was learnt of a pairing, unless it was forgotten or replaced in the meantime. */
export const renewPairing = (it) =>
  within(["pairing"], "readwrite", (store) => {
    const now = store("pairing").get("it");
    now.onsuccess = () => {
      if (now.result?.t === it.t) store("pairing").put(it, "it");
    };
  });

/** Forgets everything: the key, what waits, the receipts. */
export const forget = () =>
  within(["pairing", "waiting", "receipts"], "readwrite", (store) => {
    for (const name of ["pairing", "waiting", "receipts"]) store(name).clear();
  });

export const waiting = () => within(["waiting"], "readonly", (store) => store("waiting").getAll());

/** Adds or replaces one; gives its id. */
export const keepWaiting = (item) => within(["waiting"], "readwrite", (store) => store("waiting").put(item));

/** It has arrived: its receipt takes its place, in one step. */
export const arrived = (id, receipt) =>
  within(["waiting", "receipts"], "readwrite", (store) => {
    store("waiting").delete(id);
    if (!receipt) return;
    const receipts = store("receipts");
    receipts.add(receipt);
    const keys = receipts.getAllKeys();
    keys.onsuccess = () => {
      for (const key of keys.result.slice(0, -RECEIPTS_MOST)) receipts.delete(key);
    };
  });

export const receipts = () => within(["receipts"], "readonly", (store) => store("receipts").getAll());

/** Whether one more page may be recorded now. */
export async function hasRoom() {
  const all = await waiting();
  const bytes = all.reduce((sum, item) => sum + item.file.length + item.body.length, 0);
  return all.length < WAITING_MOST && bytes < WAITING_BYTES;
}

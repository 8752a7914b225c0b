// Sends a file with tus-js-client, written by others, over a network that breaks. Only the transport is of this
// test: the published bundle is the browser's, and node has no XMLHttpRequest.
//   node tus.cjs ENDPOINT COOKIE TOKEN FILE [UPLOAD]
// Prints one line for each answer: method, status, offset.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const tus = require(path.join(__dirname, "../../vendor/tus/tus.min.js"));

const [endpoint, cookie, token, file, uploadUrl] = process.argv.slice(2);

class Request {
  constructor(method, url) {
    Object.assign(this, { method, url, headers: {} });
  }
  getMethod() { return this.method; }
  getURL() { return this.url; }
  setHeader(name, value) { this.headers[name] = value; }
  getHeader(name) { return this.headers[name]; }
  setProgressHandler() {}
  getUnderlyingObject() { return this.request; }
  abort() { this.request.destroy(); return Promise.resolve(); }
  send(body) {
    return new Promise((resolve, reject) => {
      const headers = { ...this.headers, Cookie: cookie };
      if (body) headers["Content-Length"] = body.size;
      this.request = http.request(this.url, { method: this.method, headers, agent: false }, (answer) => {
        answer.resume();
        answer.on("end", () => {
          console.log(this.method, answer.statusCode, answer.headers["upload-offset"] ?? "-");
          resolve({
            getStatus: () => answer.statusCode,
            getHeader: (name) => answer.headers[name.toLowerCase()],
            getBody: () => "",
            getUnderlyingObject: () => answer,
          });
        });
        answer.on("error", reject);
      });
      this.request.on("error", reject);
      (async () => {
        for await (const chunk of body ? body.stream() : []) {
          if (!this.request.write(chunk)) {
            await new Promise((go) => { this.request.once("drain", go); this.request.once("close", go); });
          }
          if (this.request.destroyed) return;
        }
        this.request.end();
      })().catch(reject);
    });
  }
}

const upload = new tus.Upload(new Blob([fs.readFileSync(file)]), {
  endpoint,
  uploadUrl: uploadUrl || null,
  headers: { "Preau-Token": token },
  metadata: { filename: path.basename(file), mark: "sel:empreinte" },
  retryDelays: Array(60).fill(150),
  httpStack: { createRequest: (method, url) => new Request(method, url), getName: () => "node" },
  onError: (error) => { console.log("FAILED", String(error)); process.exit(1); },
  onSuccess: () => { console.log("DONE"); process.exit(0); },
});
upload.start();

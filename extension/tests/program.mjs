// The program itself, behind a network that can break.

import { spawn } from "node:child_process";
import net from "node:net";
import path from "node:path";
import { project, room } from "./built.mjs";

/** A server of its own, with an empty data folder. */
export async function program() {
  const bin = process.env.PREAU_BIN ?? path.join(project, "target/debug/preau");
  const server = spawn(bin, ["serve", "--listen", "127.0.0.1:0", "--data", path.join(room, `data-${Date.now()}`)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const port = await new Promise((done, fail) => {
    let said = "";
    server.once("error", fail);
    server.once("exit", () => fail(new Error(`${bin} stopped without an address`)));
    server.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
      const found = /http:\/\/localhost:(\d+)\D/.exec(said);
      if (found) done(found[1]);
    });
  });
  // Through a network that can break in the middle of a file. By this name, so that the page that is recorded (`localhost`) is on
  // another host.
  const it = { breaks: false };
  const way = net.createServer((near) => {
    const far = net.connect(port, "127.0.0.1");
    let sent = 0;
    near.on("data", (chunk) => {
      sent += chunk.length;
      if (it.breaks && sent > 20_000) far.destroy();
      else far.write(chunk);
    });
    far.on("data", (chunk) => near.write(chunk));
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
    }
  });
  await new Promise((done) => way.listen(0, "127.0.0.1", done));
  it.origin = `http://127.0.0.1:${way.address().port}`;
  it.close = () => {
    way.close();
    server.kill();
  };
  return it;
}

// A real OpenID Connect provider (`oidc-provider`) on a free port of this machine, for the stories.
//   node provider.mjs SECONDS BACK
// SECONDS is its hour at the start (Unix time), BACK the one address that it sends people to. It prints its issuer.
// A person is recognised as the subject that her browser says in the header `x-subject`; without it, she refuses.
//   GET /test/lie/KIND   from now on its tokens are false in one way (see `lies`); `none` for good ones
//   GET /test/rotate     new keys; those before are gone
//   GET /test/hush       it closes every connection without a word
//   GET /test/fresh      as it was at the start
//   GET /test/move       it publishes addresses of another host
//   GET /test/asked      what it was asked for: the queries of its authorization endpoint, and whether codes came with a verifier
import { once } from "node:events";
import { createServer } from "node:http";

const [seconds, back] = process.argv.slice(2);
const clock = Date.now.bind(Date);
const shift = Number(seconds) * 1000 - clock();
Date.now = () => clock() + shift;

const jose = await import("jose");
const { Provider } = await import("oidc-provider");

const lies = {
  nonce: (claims) => ({ ...claims, nonce: "autre" }),
  audience: (claims) => ({ ...claims, aud: "autre" }),
  audiences: (claims) => ({ ...claims, aud: [claims.aud, "autre"], azp: claims.aud }),
  azp: (claims) => ({ ...claims, azp: "autre" }),
  expired: (claims) => ({ ...claims, iat: claims.iat - 900, exp: claims.iat - 300 }),
  issuer: (claims) => ({ ...claims, iss: "https://autre.exemple.fr" }),
  subject: ({ sub, ...claims }) => claims,
  algorithm: (claims) => claims,
  key: (claims) => claims,
};

const server = createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://127.0.0.1:${server.address().port}`;
const asked = { queries: [], verifiers: [], scopes: [] };
let lie = "none";
let moved = false;
let hushed = false;
let turn = 0;

async function start() {
  turn += 1;
  // The first keys sign with RS256, those after with ES256: both are accepted.
  const alg = turn % 2 === 1 ? "RS256" : "ES256";
  const { privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const stranger = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await jose.exportJWK(privateKey)), alg, use: "sig", kid: `k${turn}` };
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "preau",
      client_secret: "un secret & des signes : +/=",
      redirect_uris: [back],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: alg,
      token_endpoint_auth_method: turn === 3 ? "client_secret_post" : "client_secret_basic",
    }],
    clientAuthMethods: turn === 3 ? ["client_secret_post"] : ["client_secret_basic"],
    jwks: { keys: [jwk] },
    cookies: { keys: ["for the tests only"] },
    pkce: { required: () => true },
    scopes: ["openid", "profile", "email"],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: "Camille Martin", email: "camille@exemple.fr" }) }),
    // Whoever signed in has agreed.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    if (ctx.path === "/auth") asked.queries.push(Object.fromEntries(new URLSearchParams(ctx.search)));
    await next();
    if (ctx.path === "/token" && ctx.body?.id_token) {
      asked.verifiers.push(Boolean(ctx.oidc.params.code_verifier));
      asked.scopes.push(ctx.body.scope);
      if (lies[lie]) ctx.body = { ...ctx.body, id_token: await forged(ctx.body.id_token) };
    }
    if (moved && ctx.path === "/.well-known/openid-configuration") {
      ctx.body = { ...ctx.body, token_endpoint: ctx.body.token_endpoint.replace("127.0.0.1", "localhost") };
    }
  });
  const forged = (token) => {
    const claims = lies[lie](jose.decodeJwt(token));
    if (lie === "algorithm") return new jose.UnsecuredJWT(claims).encode();
    const key = lie === "key" ? stranger.privateKey : privateKey;
    return new jose.SignJWT(claims).setProtectedHeader({ alg, kid: jwk.kid }).sign(key);
  };
  return provider;
}

let provider = await start();
server.on("request", async (request, answer) => {
  const path = new URL(request.url, issuer).pathname;
  const [, area, word, more] = path.split("/");
  try {
    if (area === "interaction") {
      const subject = request.headers["x-subject"];
      const result = subject ? { login: { accountId: subject } } : { error: "access_denied" };
      return await provider.interactionFinished(request, answer, result);
    }
    if (hushed && area !== "test") return request.socket.destroy();
    if (area !== "test") return provider.callback()(request, answer);
    if (word === "lie") lie = more;
    if (word === "move") moved = true;
    if (word === "hush") hushed = true;
    if (word === "rotate") provider = await start();
    if (word === "fresh") {
      [lie, moved, hushed, turn] = ["none", false, false, 0];
      for (const list of Object.values(asked)) list.length = 0;
      provider = await start();
    }
    answer.setHeader("content-type", "application/json");
    answer.end(JSON.stringify(asked));
  } catch (error) {
    answer.statusCode = 500;
    answer.end(String(error));
  }
});
console.log(issuer);
// Nobody reads on: its notices would break the pipe.
console.info = () => {};

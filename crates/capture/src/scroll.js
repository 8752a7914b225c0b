(async (limit, height) => {
  const until = Date.now() + limit;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const tall = () => Math.min(height, document.documentElement.scrollHeight);
  let y = 0;
  while (y < tall() && Date.now() < until) {
    y += Math.max(400, Math.floor(innerHeight * 0.9));
    scrollTo({ top: y, behavior: "instant" });
    await wait(40);
    if (y >= tall()) await wait(150);
  }
  const pending = [...document.images].filter((i) => i.loading === "lazy" && !i.complete && i.getClientRects().length > 0);
  await Promise.race([Promise.all(pending.map((i) => i.decode().catch(() => 0))), wait(Math.max(0, until - Date.now()))]);
  const ended = y >= tall();
  scrollTo({ top: 0, behavior: "instant" });
  await wait(60);
  return ended;
})

(() => {
  const shown = (e) => e.getClientRects().length > 0;
  const count = (s) => [...document.querySelectorAll(s)].filter(shown).length;
  const readable = (e) => {
    const box = e.getBoundingClientRect();
    return box.width >= 40 && box.height >= 10 && e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const root = document.documentElement;
  return {
    url: location.href,
    title: document.title.slice(0, 500),
    text: (document.body ? document.body.innerText : "").slice(0, 2000000),
    passwords: [...document.querySelectorAll("input[type=password]")].filter(readable).length,
    challenges: count("iframe[src*='captcha'],iframe[src*='challenges.'],#challenge-form,.g-recaptcha,.h-captcha"),
    height: Math.max(root ? root.scrollHeight : 0, document.body ? document.body.scrollHeight : 0),
  };
})()

// Says when readers changed since the page came; it never changes what somebody is writing.
"use strict";
(async () => {
  const place = document.getElementById("changed");
  const look = async () => (await fetch("/readers", { cache: "no-store" })).text();
  let first;
  for (;;) {
    try {
      const now = await look();
      first ??= now;
      if (now !== first) {
        const link = document.createElement("a");
        link.href = "/desk";
        link.textContent = "リーダーの様子が変わりました。読み直す / The readers changed. Reload";
        place.className = "message";
        place.replaceChildren(link);
        return;
      }
    } catch {
      // the sandbox is gone or starts anew; the next look tells
    }
    await new Promise((later) => setTimeout(later, document.hidden ? 10000 : 2000));
  }
})();

// Keeps the site for work without a network. The build puts its files and their version in front: FILES, VERSION.
// Files with a hash in their name never change and come from the cache; pages come from the network while there is one.
const cacheName = `ndis-playground-${VERSION}`;
const scope = new URL("./", self.location.href);

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await cache.addAll(FILES.map((file) => new Request(new URL(file, scope), { cache: "reload" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith("ndis-playground-") && name !== cacheName) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

const isPage = (request) => request.mode === "navigate";

/** What the cache has for an address, in any spelling of it. */
const cached = (request) => caches.match(request.url.replace(/\/index\.html(?=[?#]|$)/, "/"), { ignoreSearch: true });

async function answer(request) {
  if (!isPage(request)) return (await cached(request)) ?? fetch(request);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) return fresh;
  } catch {
    // no network: the cache has the page, or nobody has
  }
  return (await cached(request)) ?? Response.redirect(scope);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope.href)) return;
  event.respondWith(answer(request));
});

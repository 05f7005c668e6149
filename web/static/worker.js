// Keeps the site for work without a network. The build puts its files and their version in front: FILES, LATER, VERSION.
// Files with a hash in their name never change and come from the cache; pages come from the network while there is one.
// What few need is LATER: it is kept when it was first fetched, and from then on with the rest of each version.
const cacheName = `ndis-playground-${VERSION}`;
const scope = new URL("./", self.location.href);

const isLater = (address) => LATER.some((file) => new URL(file, scope).pathname === new URL(address).pathname);

/** Whether an earlier version has kept what is LATER: the same files, but for the hash in their names. */
async function keptLater() {
  const plain = (address) => new URL(address, scope).pathname.replace(/-[0-9a-f]{8}\./, ".");
  for (const name of await caches.keys())
    if (name.startsWith("ndis-playground-"))
      for (const { url } of await (await caches.open(name)).keys()) if (LATER.some((file) => plain(file) === plain(url))) return true;
  return false;
}

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const files = (await keptLater()) ? [...FILES, ...LATER] : FILES;
      const cache = await caches.open(cacheName);
      await cache.addAll(files.map((file) => new Request(new URL(file, scope), { cache: "reload" })));
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

async function fetched(request) {
  const response = await fetch(request);
  if (response.ok && isLater(request.url)) {
    const copy = response.clone();
    await (await caches.open(cacheName)).put(request, copy).catch(() => {}); // no room: it works while there is a network
  }
  return response;
}

async function answer(request) {
  if (!isPage(request)) return (await cached(request)) ?? fetched(request);
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

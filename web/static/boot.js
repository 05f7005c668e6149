// Starts the page's program. Until it runs, and if it never does, the page shows what the server sent; a line in it
// says how loading goes. The build puts goRuntime (Go's wasm_exec.js as a function) in front, and the program's
// address into the page's data-wasm.
(() => {
  "use strict";
  const root = document.documentElement;
  const script = document.currentScript;

  // Pages in foreign frames may have no storage; then one that lasts as long as the page does takes its place.
  const memory = () => {
    const items = new Map();
    return {
      getItem: (key) => items.get(String(key)) ?? null,
      setItem: (key, value) => void items.set(String(key), String(value)),
      removeItem: (key) => void items.delete(String(key)),
      clear: () => items.clear(),
      key: (i) => [...items.keys()][i] ?? null,
      get length() {
        return items.size;
      },
    };
  };
  const guard = (name) => {
    try {
      const storage = window[name];
      const key = "ndis-playground.probe";
      storage.setItem(key, "1");
      storage.removeItem(key);
    } catch {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  };
  guard("localStorage");
  guard("sessionStorage");

  const theme = localStorage.getItem("ndis-playground.theme");
  if (theme) root.dataset.theme = theme;

  // What go-app asks of its page.
  const base = new URL(script.dataset.base, location.href).pathname;
  const env = { GOAPP_ROOT_PREFIX: base.replace(/\/$/, ""), GOAPP_INTERNAL_URLS: "[]" };
  window.goappGetenv = (name) => env[name];

  // Other pages are loaded as such, and links within a page change its fragment alone: go-app would do either in its own
  // way. To the other language what is shown goes along.
  for (const click of ["click", "auxclick"])
    document.addEventListener(
      click,
      (event) => {
        const link = event.target.closest?.("a[data-language], a[data-page], a[href^='#']");
        if (!link) return;
        if (link.dataset.language) link.hash = location.hash;
        event.stopPropagation();
      },
      true,
    );

  const words = (name, detail = "") => (script.dataset[name] ?? name).replace("{1}", detail);

  const tell = (text, failed) => {
    let line = document.getElementById("boot");
    if (!line) {
      line = document.createElement("p");
      line.id = "boot";
      document.body.append(line);
    }
    line.className = failed ? "boot failed" : "boot";
    line.textContent = text;
    if (!failed) return;
    const again = document.createElement("button");
    again.textContent = words("reload");
    again.addEventListener("click", () => location.reload());
    line.append(" ", again);
  };

  const why = async (address, fault) => {
    if (typeof WebAssembly !== "object") return "WebAssembly";
    try {
      const response = await fetch(address, { method: "HEAD" });
      if (!response.ok) return `${response.status} ${response.statusText}`.trim();
    } catch (network) {
      return String(network.message ?? network);
    }
    return String(fault?.message ?? fault);
  };

  const instantiate = async (address, imports) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    const spare = response.clone(); // servers that send another type than application/wasm
    try {
      return (await WebAssembly.instantiateStreaming(response, imports)).instance;
    } catch (fault) {
      if (fault instanceof WebAssembly.LinkError) throw fault;
      return (await WebAssembly.instantiate(await spare.arrayBuffer(), imports)).instance;
    }
  };

  const start = async () => {
    const address = place("wasm");
    try {
      const go = new (goRuntime(window))();
      go.env = { GOGC: "300" }; // what the first pages make stays: collecting it is in vain
      const instance = await instantiate(address, go.importObject);
      root.dataset.state = "running";
      await go.run(instance);
      root.dataset.state = "stopped";
      tell(words("stopped"), true);
    } catch (fault) {
      root.dataset.state = "failed";
      tell(words("failed", await why(address, fault)), true);
    }
  };

  // Capture files are read and written by a program of its own (captures.js), which is fetched when the page's program
  // first asks for it. The worker keeps what goes through it; what was fetched before there was one is fetched again, for offline.
  const place = (name) => new URL(script.dataset[name], location.href);
  const hasWorker = "serviceWorker" in navigator && location.protocol !== "file:" && window === window.top;

  /** A file's name, without what turns or hides text, and its first bytes, at most so many; of what cannot be read none. */
  window.ndisFile = async (file, most) => {
    const name = [...file.name.replace(/\p{C}/gu, "")].slice(0, 60).join("");
    const bytes = await file.slice(0, most).arrayBuffer().catch(() => undefined);
    return { name, size: file.size, bytes: bytes && new Uint8Array(bytes) };
  };

  let asked = 0;
  const fetchCaptures = async () => {
    const [module, wasm] = [place("captures"), place("capturesWasm")];
    const alone = hasWorker && !navigator.serviceWorker.controller;
    if (asked++) module.search = `?${asked}`; // browsers remember that a module did not come
    const { load, methods } = await import(module);
    const program = await load({ wasm });
    const again = () => [module, wasm].forEach((file) => fetch(file).catch(() => {}));
    if (alone && navigator.serviceWorker.controller) again();
    else if (alone) navigator.serviceWorker.addEventListener("controllerchange", again, { once: true });
    return { program, methods };
  };

  let captures;
  /** What a method comes to, or {why} it comes to nothing. A program that fails is fetched anew the next time. */
  window.ndisCaptures = async (method, what) => {
    try {
      const { program, methods } = await (captures ??= fetchCaptures());
      return methods[method](program, what);
    } catch (fault) {
      captures = undefined;
      return { why: String(fault?.message ?? fault) };
    }
  };

  start();
  if (hasWorker) {
    const worker = place("worker");
    navigator.serviceWorker.register(worker, { scope: new URL(".", worker).pathname }).catch(() => {
      // without it the page works as well, but not offline
    });
  }
})();

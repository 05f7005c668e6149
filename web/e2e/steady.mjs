// Ways to the elements of a page that hold on to none of them.

/** Waits until a function of the page returns true; throws after ten seconds. */
export async function until(page, f, ...args) {
  await waitFor(page, 10_000, f, ...args);
}

// puppeteer's waitForFunction compiles text in the page, which the page's policy forbids and not every browser lets
// pass.
async function waitFor(page, milliseconds, f, ...args) {
  const end = Date.now() + milliseconds;
  let fault;
  while (Date.now() < end) {
    try {
      if (await page.evaluate(f, ...args)) return;
    } catch (thrown) {
      fault = thrown; // the page may be on its way elsewhere
    }
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`waited in vain for ${f} (${args})`, { cause: fault });
}

/** f, as a function of the page that is called with the first element that a selector finds. */
const onFirst = (f) =>
  new Function("selector", "...args", `
    const first = document.querySelector(selector);
    if (!first) throw new Error("nothing is " + selector);
    return (${f})(first, ...args);`);

/** f, as a function of the page that is called with all elements that a selector finds. */
const onAll = (f) => new Function("selector", "...args", `return (${f})([...document.querySelectorAll(selector)], ...args);`);

const choose = (list, value) => {
  list.value = value;
  if (list.value !== value) throw new Error(`${value} is not to choose`);
  for (const name of ["input", "change"]) list.dispatchEvent(new Event(name, { bubbles: true }));
};

const middle = (element) => {
  element.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left + width / 2, top + height / 2];
};

/**
 * Replaces puppeteer's ways to elements. Those find an element and then act on it, in two messages; a page that draws
 * itself anew in between leaves them with an element that is gone. These find and act in one.
 */
export const steady = (page) =>
  Object.assign(page, {
    waitForSelector: (selector, { timeout = 10_000 } = {}) => waitFor(page, timeout, (s) => document.querySelector(s) !== null, selector),
    holds: (selector) => page.evaluate((s) => document.querySelector(s) !== null, selector),
    $eval: (selector, f, ...args) => page.evaluate(onFirst(f), selector, ...args),
    $$eval: (selector, f, ...args) => page.evaluate(onAll(f), selector, ...args),
    focus: (selector) => page.$eval(selector, (e) => e.focus()),
    select: (selector, value) => page.$eval(selector, choose, value),
    click: async (selector) => page.mouse.click(...(await page.$eval(selector, middle))),
    hover: async (selector) => page.mouse.move(...(await page.$eval(selector, middle))),
    type: async (selector, text) => {
      await page.focus(selector);
      await page.keyboard.type(text);
    },
  });

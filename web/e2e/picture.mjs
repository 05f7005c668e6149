// Takes the README's picture of the built site: node picture.mjs
import { fileURLToPath } from "node:url";
import { load } from "./api.mjs";
import { launch, newPage, open, serveSite } from "./browser.mjs";

const ndis = await load();
const link = ndis.link("host 6.80\nfilters[0].register 6.80\nfilters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2\nminiport\nprotocol\n");
const server = await serveSite();
const browser = await launch("chromium");
const page = await newPage(browser, { width: 1280, height: 1000 });
await open(page, server.url + link);
await page.waitForSelector("#bytes .marked");
await page.screenshot({ path: fileURLToPath(new URL("../static/playground.png", import.meta.url)) });
await browser.close();
await server.close();

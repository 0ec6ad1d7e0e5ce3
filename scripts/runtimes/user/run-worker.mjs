// Runs a bundled worker in workerd, and prints its response: node run-worker.mjs MINIFLARE WORKER BACKEND
import { pathToFileURL } from 'node:url';

const [miniflare, scriptPath, backend] = process.argv.slice(2);
const { Miniflare } = await import(pathToFileURL(miniflare).href);
const workerd = new Miniflare({ modules: true, scriptPath, compatibilityDate: '2026-01-01' });
const response = await workerd.dispatchFetch(`http://localhost/?backend=${backend}`);
console.log(await response.text());
process.exitCode = response.ok ? 0 : 1;
await workerd.dispose();

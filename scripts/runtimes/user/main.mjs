import { useEverything } from './use-everything.mjs';

const args = globalThis.Deno?.args ?? process.argv.slice(2);
console.log(await useEverything(args[0]));

// Compiled by webpack, and run by Node: the backend must work with nothing but the bundle.
import { TranslationClient } from 'heygen-rx';
import { startMockBackend } from 'heygen-rx/mock-backend';

const backend = await startMockBackend({ processingMs: 50 });
const client = new TranslationClient({ baseUrl: backend.url });
console.log(await client.waitForCompletion(await client.createJob()));
const page = await (await fetch(backend.url)).text();
if (!page.includes('<title>')) throw new Error('The mock backend has no dashboard');
console.log('with its dashboard');
await backend.close();

import { startMockBackend } from 'heygen-rx/mock-backend';

/** The mock backend, with a thousand jobs that take an hour. */
const { url, app } = await startMockBackend({ processingMs: 3_600_000, seed: 1 });
for (let job = 0; job < 1000; job++) app.jobs.create();
console.log(JSON.stringify({ mock: url }));

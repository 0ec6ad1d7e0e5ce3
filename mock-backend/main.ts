import { CommanderError } from 'commander';
import { mockCommand } from './options/mock-command.js';
import { startMockBackend } from './server.js';

const command = mockCommand(async options => {
  const backend = await startMockBackend(options);
  console.log(
    `Mock backend at ${backend.url} (seed ${backend.app.seed}). Open it in a browser to see the dashboard. Press Ctrl-C to stop.`,
  );
  // Pending requests, such as slow creates, are cut off.
  const leave = () => void backend.close().then(() => process.exit(0));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
}).exitOverride();

try {
  await command.parseAsync();
} catch (error) {
  // Commander has already printed its own errors and the help.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

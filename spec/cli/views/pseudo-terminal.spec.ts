import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMockBackend, type RunningMockBackend } from '../../../mock-backend/index.js';
import { bundleCli } from '../support/bundle-cli.js';
import { inTerminal } from '../support/in-terminal.js';
import { screenAfter } from '../support/screen.js';

const COLUMNS = [34, 80, 200];
const LANGUAGES = ['French', 'Spanish (Spain)'];
const VIDEO = 'https://example.com/talks/a-talk-with-a-very-long-name-that-fits-on-no-narrow-screen.mp4';

let backend: RunningMockBackend;
let translationId: string;
let runs: ReadonlyMap<number, ReturnType<typeof startRuns>>;
beforeAll(async () => {
  const program = await bundleCli();
  backend = await startMockBackend({
    processingMs: 600_000,
    createMs: 0,
    seed: 7,
    resultAddress: true,
    progress: true,
    heygen: { apiKey: 'good' },
  });
  const response = await fetch(`${backend.url}/v3/video-translations`, {
    method: 'POST',
    headers: { 'x-api-key': 'good', 'content-type': 'application/json' },
    body: JSON.stringify({ video: { type: 'url', url: VIDEO }, output_languages: ['French'] }),
  });
  const { data } = (await response.json()) as { data: { video_translation_ids: [string] } };
  [translationId] = data.video_translation_ids;
  runs = new Map(COLUMNS.map(columns => [columns, startRuns(columns, program)]));
  // Enough frames to see whether each is drawn over the one before.
  const tenFrames = /(created as[^]*?){2}(\x1b\[\?7l[^]*?){10}/;
  await Promise.all([...runs.values()].map(({ translate }) => translate.says(tenFrames)));
  for (const { id } of backend.app.jobs.list()) backend.app.jobs.settle(id, 'completed');
});
afterAll(() => backend.close());

/** All runs in a terminal of this width, side by side. */
function startRuns(columns: number, program: string) {
  const service = ['--base-url', backend.url];
  const watch = ['watch', backend.app.jobs.create({ processingMs: 0 }).id, ...service];
  const env = { HEYGEN_BASE_URL: backend.url, HEYGEN_API_KEY: 'good' };
  return {
    translate: inTerminal(columns, program, ['translate', VIDEO, '--languages', ...LANGUAGES, ...service]),
    watch: inTerminal(columns, program, watch),
    withoutColour: inTerminal(columns, program, watch, { NO_COLOR: '1' }),
    help: inTerminal(columns, program, ['--help']),
    list: inTerminal(columns, program, ['list'], env),
  };
}

describe.each(COLUMNS)('in %i columns', columns => {
  const endOf = (name: keyof ReturnType<typeof startRuns>) => runs.get(columns)![name].ended;

  it('shows live lines that fit, and each URL whole on a line of its own', async () => {
    const { output, exitCode } = await endOf('translate');
    expect(exitCode).toBe(0);
    // Live lines are never wrapped by the terminal: redrawing them would leave remains.
    const live = [...output.matchAll(/\x1b\[\?7l([^]*?)\x1b\[\?7h/g)].flatMap(([, lines = '']) =>
      lines.split('\n'),
    );
    expect(live.length).toBeGreaterThan(20);
    expect(Math.max(...live.map(line => widthOf(line)))).toBeLessThanOrEqual(columns);
    const screen = screenAfter(output, columns);
    expect(screen.filter(line => line.startsWith('✔ '))).toHaveLength(2);
    const urls = screen.filter(line => line.includes('http'));
    expect(urls).toHaveLength(2);
    for (const line of urls) expect(line).toMatch(/^ {2}http:\/\/127\.0\.0\.1:\d+\/\S+$/);
    expect(screen.join('\n')).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u);
  });

  it('prints URLs that can be opened', async () => {
    const { output } = await endOf('watch');
    const [url] = screenAfter(output, columns)
      .map(line => line.trim())
      .filter(line => line.startsWith('http'));
    expect((await fetch(url!)).status).toBe(200);
  });

  it('prints colours, but not with NO_COLOR', async () => {
    const colour = /\x1b\[[\d;]*m/;
    expect((await endOf('withoutColour')).output).not.toMatch(colour);
    expect((await endOf('watch')).output).toMatch(colour);
  });

  it('wraps the text of --help, but not its examples', async () => {
    const { output, exitCode } = await endOf('help');
    expect(exitCode).toBe(0);
    expect(output).toContain(
      '\n  heygen-rx translate https://example.com/talk.mp4 --languages French German\n',
    );
    const prose = output.slice(output.indexOf("\nHeyGen's key")).trim().split('\n');
    expect(Math.max(...prose.map(line => line.length))).toBeLessThanOrEqual(columns);
  });

  it('lists each job with its whole id', async () => {
    const { output, exitCode } = await endOf('list');
    expect(exitCode).toBe(0);
    expect(screenAfter(output, columns).join('\n')).toContain(`${translationId}  `);
  });
});

/** Without control sequences; each character here takes one column. */
const widthOf = (line: string): number => Array.from(line.replaceAll(/\x1b\[[?\d;]*[A-Za-z]/g, '')).length;

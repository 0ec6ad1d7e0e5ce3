import { afterEach, beforeEach, expect, jest } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { postgresEngine } from 'heygen-rx/durable';

/** What needs no database: `spec/durable-postgres` has the rest. */
describe('postgresEngine', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tries the migrations again if the first connection was lost without an error', async () => {
    let queries = 0;
    const query = () =>
      ++queries === 1 ? new Promise<never>(() => undefined) : Promise.resolve({ rows: [{ deleted: 0 }] });
    const engine = postgresEngine({ database: { query } });
    const first = expect(firstValueFrom(engine.clean('main', 1, 1))).rejects.toHaveProperty(
      'name',
      'TimeoutError',
    );
    await jest.advanceTimersByTimeAsync(30_000);
    await first;
    await expect(firstValueFrom(engine.clean('main', 1, 1))).resolves.toBe(0);
  });

  it('refuses each call while the schema is one of a newer version', async () => {
    const newer = Object.assign(new Error('it was created by a newer heygen-rx'), { code: 'HRX01' });
    const engine = postgresEngine({ database: { query: () => Promise.reject(newer) } });
    const message = 'it was created by a newer heygen-rx';
    for (let call = 1; call <= 2; call++) {
      await expect(firstValueFrom(engine.stats('main'))).rejects.toMatchObject({
        name: 'RequestError',
        message,
      });
    }
  });

  it.each([
    [
      'a character that the database lacks',
      Object.assign(new Error('no'), { code: '22P05' }),
      'RequestError',
    ],
    ['a statement that is too long', Object.assign(new Error('no'), { code: '54000' }), 'RequestError'],
    ['parameters longer than a string', new RangeError('Invalid string length'), 'RequestError'],
    ['a deadlock', Object.assign(new Error('no'), { code: '40P01' }), 'Error'],
    ['no connection', new TypeError('fetch failed'), 'TypeError'],
  ])('says whether a repeated call can succeed: %s', async (_, thrown, name) => {
    const query = (text: string) =>
      text.startsWith('do') ? Promise.resolve({ rows: [] }) : Promise.reject(thrown);
    const engine = postgresEngine({ database: { query } });
    await expect(firstValueFrom(engine.stats('main'))).rejects.toHaveProperty('name', name);
  });
});

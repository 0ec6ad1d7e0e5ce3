import { expect, it } from '@jest/globals';
import { hidePassword } from '../../../cli/text/hide-password.js';

it.each([
  ['postgres://me:secret@host/db', 'postgres://me@host/db'],
  ['an address postgres://me:s:e@cret@host/db, and more', 'an address postgres://me@host/db, and more'],
  ['--database-url=postgresql://:secret@host', '--database-url=postgresql://@host'],
  [
    'postgres://host/db?sslmode=require&password=secret&x=1',
    'postgres://host/db?sslmode=require&password=&x=1',
  ],
  [
    'https://example.com/talk.mp4 at 12:30, me@example.com',
    'https://example.com/talk.mp4 at 12:30, me@example.com',
  ],
  ['http://127.0.0.1:3000/a@b', 'http://127.0.0.1:3000/a@b'],
])('%s', (text, shown) => {
  expect(hidePassword(text)).toBe(shown);
});

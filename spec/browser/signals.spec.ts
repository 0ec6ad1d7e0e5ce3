import { afterEach, expect } from '@jest/globals';
import { firstValueFrom, tap } from 'rxjs';
import { hidden$, offline$ } from 'heygen-rx/browser';
import { marbles } from 'heygen-rx/testing';
import { hiddenIn } from '../../lib/browser/hidden.js';
import { offlineIn } from '../../lib/browser/offline.js';

const answers = { t: true, f: false };

/** An EventTarget that counts its listeners. */
class Target extends EventTarget {
  listeners = 0;
  override addEventListener(...args: Parameters<EventTarget['addEventListener']>) {
    this.listeners++;
    super.addEventListener(...args);
  }
  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>) {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

class FakeDocument extends Target {
  visibilityState: DocumentVisibilityState = 'visible';
  become(state: DocumentVisibilityState) {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

class FakeWindow extends Target {
  readonly navigator = { onLine: true };
  go(word: 'online' | 'offline') {
    this.navigator.onLine = word === 'online';
    this.dispatchEvent(new Event(word));
  }
}

const asDocument = (fake: FakeDocument) => fake as unknown as Document;

describe('hidden$', () => {
  it('emits the current state at once, then each change once', () => {
    marbles(({ hot, expectObservable }) => {
      const document = new FakeDocument();
      const states = { h: 'hidden', v: 'visible' } as const;
      const change$ = hot('-h-h-v--h', states).pipe(tap(state => document.become(state)));
      expectObservable(change$).toBe('-h-h-v--h', states);
      expectObservable(hiddenIn(asDocument(document))).toBe('ft---f--t', answers);
    });
  });

  it('is correct for late subscribers, and removes its listener', () => {
    const document = new FakeDocument();
    document.become('hidden');
    const seen: boolean[] = [];
    const subscription = hiddenIn(asDocument(document)).subscribe(hidden => seen.push(hidden));
    expect([seen, document.listeners]).toEqual([[true], 1]);
    subscription.unsubscribe();
    document.become('visible');
    expect([seen, document.listeners]).toEqual([[true], 0]);
  });
});

it.each([undefined, null, {}, { visibilityState: 'hidden' }, { addEventListener: () => undefined }])(
  'a stub of a page, %j, is neither hidden nor offline',
  async stub => {
    expect(await firstValueFrom(hiddenIn(stub as unknown as Document))).toBe(false);
    expect(await firstValueFrom(offlineIn({ ...stub, navigator: { onLine: false } }))).toBe(false);
  },
);

describe('offline$', () => {
  it('emits the current state at once, then each change once', () => {
    marbles(({ hot, expectObservable }) => {
      const window = new FakeWindow();
      const words = { x: 'offline', o: 'online' } as const;
      const change$ = hot('-x-x-o--x', words).pipe(tap(word => window.go(word)));
      expectObservable(change$).toBe('-x-x-o--x', words);
      expectObservable(offlineIn(window)).toBe('ft---f--t', answers);
    });
  });

  it('removes its listeners', () => {
    const window = new FakeWindow();
    const subscription = offlineIn(window).subscribe();
    expect(window.listeners).toBe(2);
    subscription.unsubscribe();
    expect(window.listeners).toBe(0);
  });

  it.each([
    ['a navigator', {}],
    ['a network state', { navigator: {}, addEventListener: () => {}, removeEventListener: () => {} }],
    ['events', { navigator: { onLine: false } }],
  ])('is false where there is no %s', (_, scope) => {
    marbles(({ expectObservable }) => expectObservable(offlineIn(scope)).toBe('f', answers));
  });
});

describe('the signals of this page', () => {
  const globals = globalThis as { document?: unknown };
  afterEach(() => {
    delete globals.document;
  });

  it('are false without a page', () => {
    marbles(({ expectObservable }) => {
      expectObservable(hidden$, '^!').toBe('f', answers);
      expectObservable(offline$, '^!').toBe('f', answers);
    });
  });

  it('find the page on subscription, and add one listener for all subscribers', async () => {
    const document = new FakeDocument();
    globals.document = document;
    document.become('hidden');
    const subscriptions = [hidden$.subscribe(), hidden$.subscribe()];
    expect([document.listeners, await firstValueFrom(hidden$)]).toEqual([1, true]);
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(document.listeners).toBe(0);
  });
});

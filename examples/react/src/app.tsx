import type { BatchSnapshot, TranslationClient } from 'heygen-rx';
import { useState } from 'react';
import type { Observable } from 'rxjs';
import { Batch } from './batch.js';

const request = {
  video: 'https://example.com/talk.mp4',
  outputLanguages: ['French', 'German', 'Japanese', 'Spanish (Spain)'],
};

export function App({ client }: { readonly client: TranslationClient }) {
  const [batch$, setBatch$] = useState<Observable<BatchSnapshot>>();
  return (
    <main>
      <h1>Translations</h1>
      <button onClick={() => setBatch$(client.translateBatch([request]))}>Translate</button>
      {batch$ && <Batch batch$={batch$} />}
    </main>
  );
}

import { Component, inject, signal } from '@angular/core';
import { type BatchSnapshot, TranslationClient } from 'heygen-rx';
import type { Observable } from 'rxjs';
import { Batch } from './batch';

const request = {
  video: 'https://example.com/talk.mp4',
  outputLanguages: ['French', 'German', 'Japanese', 'Spanish (Spain)'],
};

@Component({
  selector: 'app-root',
  imports: [Batch],
  template: `
    <main>
      <h1>Translations</h1>
      <button (click)="translate()">Translate</button>
      @if (batch$(); as batch$) {
        <app-batch [batch$]="batch$" />
      }
    </main>
  `,
})
export class App {
  readonly #client = inject(TranslationClient);
  protected readonly batch$ = signal<Observable<BatchSnapshot> | undefined>(undefined);

  protected translate(): void {
    this.batch$.set(this.#client.translateBatch([request]));
  }
}

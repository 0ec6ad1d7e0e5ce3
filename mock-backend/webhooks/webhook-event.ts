/** What a webhook says, and since when it is true. */
export interface WebhookEvent {
  readonly type: 'video_translate.success' | 'video_translate.fail' | 'batch.finished';
  readonly data: Readonly<Record<string, unknown>>;
  /** Epoch ms on the backend's clock. */
  readonly happenedAt: number;
}

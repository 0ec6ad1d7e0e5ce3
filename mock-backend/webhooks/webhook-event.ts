/** The content of a webhook, and the time of its event. */
export interface WebhookEvent {
  readonly type: 'video_translate.success' | 'video_translate.fail' | 'batch.finished';
  readonly data: Readonly<Record<string, unknown>>;
  /** Epoch ms on the backend's clock. */
  readonly happenedAt: number;
}

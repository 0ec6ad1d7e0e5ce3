import { createMockBackend, type MockBackendOptions } from '../../../../mock-backend/index.js';

/** The fields that specs read in bodies of HeyGen's dialect; each knows which are there. */
export interface Body {
  readonly data: Data & readonly Data[];
  readonly error: { readonly code: string; readonly message: string; readonly param?: string };
  readonly has_more: boolean;
  readonly next_token: string | null;
}

interface Data {
  readonly id: string;
  readonly status: string;
  readonly title: string | null;
  readonly video_url: string | null;
  readonly failure_message?: string;
  readonly video_translation_ids: string[];
  readonly languages: string[];
  readonly batch_id: string;
  readonly item_index: number;
  readonly items: Data[];
  readonly counts_by_status: Record<string, number>;
  readonly has_more: boolean;
  readonly next_token: string | null;
  readonly endpoint_id: string;
  readonly secret: string;
}

/** A mock backend with a clock controlled by the spec, and calls to its HeyGen dialect. */
export const heygenAt = (clock: { at: number }, { heygen, ...options }: MockBackendOptions = {}) => {
  const backend = createMockBackend({
    seed: 7,
    processingMs: 1000,
    now: () => clock.at,
    heygen: { apiKey: 'key', ...heygen },
    ...options,
  });

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await backend.request(`/v3${path}`, {
      method,
      headers: { 'x-api-key': 'key', 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };

  const create = async (
    over: Record<string, unknown> = {},
    headers?: Record<string, string>,
  ): Promise<string[]> => {
    const { status, body } = await call('POST', '/video-translations', request(over), headers);
    if (status !== 200) throw new Error(`The create was answered ${status} ${JSON.stringify(body)}`);
    return body.data.video_translation_ids;
  };

  return { backend, call, create };
};

/** A minimal create request. */
export const request = (over: Record<string, unknown> = {}) => ({
  video: { type: 'url', url: 'https://videos.example.com/talk.mp4' },
  output_languages: ['German'],
  ...over,
});

export const videoAt = (query: string) => ({
  type: 'url',
  url: `https://videos.example.com/talk.mp4?${query}`,
});

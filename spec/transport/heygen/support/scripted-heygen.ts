import { heygenApi } from '../../../../lib/transport/heygen/heygen-api.js';
import { scriptedFetch, type Scripted } from '../../../helpers/scripted-fetch.js';

export const TRANSLATIONS = '/v3/video-translations';

/** HeyGen with these answers, one after the other. */
export function scriptedHeygen(...answers: readonly Scripted[]) {
  const { fetch, sent } = scriptedFetch(...answers);
  const api = heygenApi({ apiKey: 'secret-key', fetch });
  return { api, service: api.service, batches: api.batches, sent };
}

import type { TranslationRequest } from '../../lib/index.js';

/** The options that describe jobs on the command line. */
export interface RequestFlags {
  readonly languages?: readonly string[];
  readonly title?: string;
  readonly mode?: 'speed' | 'precision';
  readonly inputLanguage?: string;
  readonly audioOnly?: boolean;
  readonly captions?: boolean;
  readonly speakers?: number;
}

/** A job to create, and its name on screen. */
export interface PlannedJob {
  readonly label: string;
  readonly request: TranslationRequest;
}

/** One job for each video and language. One that is named twice is translated, and paid for, once. */
export function plannedJobs(named: readonly string[], flags: RequestFlags): readonly PlannedJob[] {
  const { title, mode, inputLanguage, audioOnly, captions, speakers } = flags;
  const [videos, languages] = [unique(named), unique(flags.languages ?? [])];
  const common: TranslationRequest = {
    ...(title !== undefined && { title }),
    ...(mode !== undefined && { mode }),
    ...(inputLanguage !== undefined && { inputLanguage }),
    ...(audioOnly !== undefined && { translateAudioOnly: audioOnly }),
    ...(captions !== undefined && { enableCaption: captions }),
    ...(speakers !== undefined && { speakerNum: speakers }),
  };
  const names = videos.map(fileName);
  return videos.flatMap((video, index) => {
    const request = { ...common, video: videoField(video) };
    const isOnlyOne = names.indexOf(names[index]!) === names.lastIndexOf(names[index]!);
    const name = isOnlyOne ? names[index]! : hostAndPath(video);
    if (languages.length === 0) return [{ label: name, request }];
    return languages.map(outputLanguage => ({
      label: videos.length === 1 ? outputLanguage : `${name} ${outputLanguage}`,
      request: { ...request, outputLanguage },
    }));
  });
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const videoField = (text: string) =>
  text.startsWith('asset:') ? { assetId: text.slice('asset:'.length) } : text;

/** The last part of a URL, or of a path. */
function fileName(video: string): string {
  const pathname = isUrl(video) ? new URL(video).pathname : video.replaceAll('\\', '/');
  return pathname.split('/').findLast(part => part !== '') ?? video;
}

/** `C:\talk.mp4` can be parsed as one, but is a path. */
const isUrl = (video: string): boolean => !/^[a-z]:/i.test(video) && URL.canParse(video);

/** The URL without its query, which may be a secret: tells two videos of one name apart. */
function hostAndPath(video: string): string {
  if (!isUrl(video)) return video;
  const { host, pathname } = new URL(video);
  return `${host}${pathname}`;
}

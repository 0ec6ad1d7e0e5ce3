import { existsSync, readFileSync } from 'node:fs';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { clientNote } from './client-note.js';
import { inlinePictures } from './inline-pictures.js';
import { repositoryLinks } from './repository-links.js';
import { sourceFiles } from './source-files.js';

// The generated API reference has its own list of pages. Without it, only the guides are served.
const apiSidebar = new URL('../api/typedoc-sidebar.json', import.meta.url);
const generated = existsSync(apiSidebar)
  ? (JSON.parse(readFileSync(apiSidebar, 'utf8')) as DefaultTheme.SidebarItem[])
  : [];
const isEntry = ({ link = '' }: DefaultTheme.SidebarItem) => /^\/api\/heygen-rx\/[\w-]+\/$/.test(link);
/** The main entry first, then `heygen-rx/durable` and the others, which the generator puts inside of it. */
const apiPages = generated.flatMap(({ items = [], ...main }) => [
  { ...main, items: items.filter(item => !isEntry(item)) },
  ...items.filter(isEntry).map(item => ({ ...item, text: `${main.text}/${item.text}` })),
]);

const page = (text: string, name: string): DefaultTheme.SidebarItem => ({ text, link: `/guides/${name}` });

const guides: DefaultTheme.SidebarItem[] = [
  {
    text: 'Basics',
    items: [
      page('All guides', ''),
      page('How a watch works', 'how-a-watch-works'),
      page('Choosing a schedule', 'choosing-a-schedule'),
      page('Batches', 'batches'),
      page('Creating safely', 'creating-safely'),
      page('Errors', 'errors'),
      page('Questions', 'questions'),
      page('Troubleshooting', 'troubleshooting'),
    ],
  },
  {
    text: 'In production',
    items: [
      page('Circuit breaker', 'circuit-breaker'),
      page('Rate limits', 'rate-limits'),
      page('Authentication', 'authentication'),
      page('Proxies', 'proxies'),
      page('Logging and monitoring', 'monitoring'),
      page('Resume after a crash', 'resume'),
      page('Durable watches', 'durable'),
      page('Webhooks', 'webhooks'),
      page('Cancel and delete', 'cancel-and-delete'),
    ],
  },
  {
    text: 'On a web page',
    items: [page('React, Angular, Vue, Svelte', 'frameworks'), page('Server-side rendering', 'ssr')],
  },
  {
    text: 'Services and tools',
    items: [
      page('Another service in 20 lines', 'another-service'),
      page('Testing', 'testing'),
      page('Mock backend', 'mock-backend'),
      page('Command line', 'command-line'),
    ],
  },
  {
    text: 'Coming from',
    items: [page('The Python client', 'from-python'), page("HeyGen's v2", 'from-v2')],
  },
];

/** A marble. */
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><path d='M0 8h16' stroke='%23888' stroke-width='2'/><circle cx='8' cy='8' r='6' fill='%233b82f6'/></svg>";

export default defineConfig({
  title: 'heygen-rx',
  description: 'Start video translation jobs and watch each one as an RxJS Observable.',
  lang: 'en',
  head: [['link', { rel: 'icon', href: ICON }]],
  cleanUrls: true,
  srcExclude: ['pictures/README.md'],
  // The search index of a reference is large, and is loaded when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 4000 }, plugins: [sourceFiles, clientNote] },
  markdown: {
    languageAlias: { mjs: 'js', mts: 'ts' },
    config: markdown => {
      repositoryLinks(markdown);
      inlinePictures(markdown);
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      // The reference repeats its words on hundreds of pages; the guides explain them.
      options: {
        miniSearch: { searchOptions: { boostDocument: (id: string) => (id.startsWith('/guides/') ? 4 : 1) } },
      },
    },
    notFound: { quote: 'There is no page at this address.', linkText: 'Home' },
    outline: [2, 3],
    nav: [
      { text: 'Guides', link: '/guides/', activeMatch: '/guides/' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
    ],
    sidebar: { '/guides/': guides, '/api/': apiPages },
    footer: { message: 'MIT License' },
  },
});

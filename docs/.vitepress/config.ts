import { existsSync, readFileSync } from 'node:fs';
import { defineConfig, type DefaultTheme } from 'vitepress';
import { inlinePictures } from './inline-pictures.js';
import { repositoryLinks } from './repository-links.js';

// The generated reference brings its own list of pages. Without it, only the guides are served.
const apiSidebar = new URL('../api/typedoc-sidebar.json', import.meta.url);
const apiPages = existsSync(apiSidebar)
  ? (JSON.parse(readFileSync(apiSidebar, 'utf8')) as DefaultTheme.SidebarItem[])
  : [];

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
    text: 'On a page',
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

export default defineConfig({
  title: 'heygen-rx',
  description: 'Start video translation jobs and watch each one as an RxJS Observable.',
  lang: 'en',
  cleanUrls: true,
  srcExclude: ['api/README.md'],
  markdown: {
    config: markdown => {
      repositoryLinks(markdown);
      inlinePictures(markdown);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guides', link: '/guides/', activeMatch: '/guides/' },
      { text: 'API', link: '/api/', activeMatch: '/api/' },
    ],
    sidebar: { '/guides/': guides, '/api/': apiPages },
    footer: { message: 'MIT License' },
  },
});

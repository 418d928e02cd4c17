// The site of the API's reference: of the pages that `python -m sdl.reference` writes into ../pages.
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const sidebar = JSON.parse(readFileSync(new URL('../pages/sidebar.json', import.meta.url), 'utf8'));

// Chinese has no spaces: each of its characters is a word; names are found by their parts.
const tokenize = text => text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().match(/[㐀-鿿]|[a-z0-9]+/g) ?? [];

export default defineConfig({
  srcDir: 'pages',
  outDir: '../../build/docs',
  base: process.env.DOCS_BASE || '/',
  title: '三单 Sandan',
  lang: 'zh-CN',
  markdown: { html: false },
  themeConfig: {
    sidebar,
    outline: { label: '本页 On this page' },
    search: { provider: 'local', options: {
      miniSearch: { options: { tokenize }, searchOptions: { combineWith: 'AND', prefix: true, fuzzy: false } },
      translations: {
        button: { buttonText: '搜索 Search', buttonAriaLabel: '搜索 Search' },
        modal: { noResultsText: '没有 Nothing for', resetButtonTitle: '清除 Clear', displayDetails: '详细 Details',
          footer: { selectText: '打开 open', navigateText: '移动 move', closeText: '关闭 close' } },
      },
    } },
    docFooter: { prev: '上一页 Previous', next: '下一页 Next' },
    sidebarMenuLabel: '目录 Contents',
    returnToTopLabel: '回到顶部 Top',
    darkModeSwitchLabel: '明暗 Light or dark',
  },
});

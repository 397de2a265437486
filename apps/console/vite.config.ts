import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { precompress } from './precompress.ts'

const api = `http://127.0.0.1:${process.env.ALCOVE_PORT ?? 4400}`

const FRAMEWORK =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|i18next|react-i18next|clsx|@tanstack\/(react-router|router-core|history|react-query|query-core|store|react-store))\//
/** What menus and tooltips float on: every page has both. */
const FLOATING =
  /node_modules\/(@floating-ui|reselect|@base-ui\/(utils|react\/(floating-ui-react|internals|utils|tooltip|menu)))\//
/** Lists: all pages but those before the sign-in have one. */
const LISTS =
  /node_modules\/@tanstack\/(react-table|table-core)\/|console\/src\/ui\/(Table|table\/(?!VirtualRows|SortMenu))/
/** Charts with axes: they come after the page that they are on. */
const CHARTS =
  /node_modules\/(recharts|react-redux|@reduxjs|redux|redux-thunk|immer|victory-vendor|d3-[a-z]+|internmap|es-toolkit|decimal\.js-light|eventemitter3|tiny-invariant)\//
/** What many pages share, but for what brings a library along that the first page does without. */
const SHARED =
  /console\/src\/(?!components\/(charts\/|useLiveForm)|ui\/((Checkbox|ConfirmByName|Dialog|Field|FormDialog|Popover|Segmented|Select|Switch|Table|Toast)\.|table\/))|lucide-react/

/**
 * sh-syntax does not declare that this file has an effect: it defines `Go`, which starts its WebAssembly. What it takes
 * from Node where there is any, browsers have of their own.
 */
const keepGo: Plugin = {
  name: 'keep-go',
  transform: (code, id) =>
    id.endsWith('/wasm_exec.cjs')
      ? { code: code.replaceAll(/require\("node:\w+"\)/g, '{}'), moduleSideEffects: true }
      : undefined,
}

/** A stylesheet in the head holds back the first paint. After the frame it holds back only the scripts. */
const frameFirst: Plugin = {
  name: 'frame-first',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const link = /<link rel="stylesheet"[^>]*>/.exec(html)?.[0]
      return link && html.replace(link, '').replace('</body>', `${link}</body>`)
    },
  },
}

export default defineConfig({
  plugins: [react(), tailwind(), frameFirst, precompress],
  // monaco-vim names Monaco's files by the paths of older releases.
  resolve: { alias: [{ find: /^monaco-editor\/esm\/vs\//, replacement: 'monaco-editor/' }] },
  // Monaco's workers import one another, which the default iife format cannot express.
  worker: {
    format: 'es',
    plugins: () => [keepGo],
    rolldownOptions: {
      // web-tree-sitter evaluates code only for modules that ask for it. The policy of the worker's file forbids it.
      checks: { eval: false },
    },
  },
  // The server refuses writes from another origin: in development the proxy speaks in its name.
  server: { proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api } } } },
  build: {
    target: 'es2022',
    // Monaco's TypeScript worker alone is past the default warning; the first load has its own budget.
    chunkSizeWarningLimit: 8000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in few files instead of sixty; all else follows the lazy routes.
          groups: [
            { name: 'framework', test: FRAMEWORK, priority: 3 },
            { name: 'floating', test: FLOATING, priority: 2, minShareCount: 12 },
            { name: 'charts', test: CHARTS, priority: 2 },
            { name: 'shared', test: SHARED, priority: 1, minShareCount: 20 },
            { name: 'lists', test: LISTS, minShareCount: 6 },
          ],
        },
      },
    },
  },
})

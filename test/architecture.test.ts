import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Which workspace packages and libraries each part may import from. An arrow that turns round fails here. */
const MAY_IMPORT: Record<string, { alcove: string[]; libraries?: RegExp; texts?: string }> = {
  'packages/contract/src': { alcove: [], libraries: /^zod$/ },
  'packages/guest/node': { alcove: [], libraries: /^node:/ },
  'packages/storage/src': { alcove: [] },
  'packages/engine/src': { alcove: ['contract', 'guest', 'storage'] },
  'packages/platform/src': { alcove: ['contract', 'storage'] },
  'apps/bff/src': { alcove: ['contract', 'engine', 'platform', 'storage'] },
  // The examples are its templates: as text, never as code.
  'apps/console/src': { alcove: ['contract'], texts: 'examples/' },
}

const sources = (folder: string) =>
  globSync(`${folder}/**/*.{ts,tsx,mjs}`).filter(
    (file) => !/\.(test|contract)\.tsx?$/.test(file) && !file.includes('/testing/'),
  )

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
  )
  return [...found].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

for (const [folder, { alcove, libraries, texts }] of Object.entries(MAY_IMPORT)) {
  test(`${folder} imports only what the map in ARCHITECTURE.md allows`, () => {
    const files = sources(folder)
    expect(files.length, `${folder} has no source files: has it moved?`).toBeGreaterThan(0)
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => {
          if (name.startsWith('.')) {
            const path = normalize(join(dirname(file), name))
            const isText = texts !== undefined && path.startsWith(texts) && path.endsWith('?raw')
            return !isText && !path.startsWith(dirname(folder))
          }
          const own = /^@alcove\/([a-z]+)/.exec(name)
          if (own) return !alcove.includes(own[1]!)
          return libraries ? !libraries.test(name) : false
        })
        .map((name) => `${file} → ${name}`),
    )
    expect(wrong).toEqual([])
  })
}

test('the gateway, which is the hot path, imports nothing of the console API', () => {
  const wrong = sources('apps/bff/src/gateway').flatMap((file) =>
    importsOf(file).filter((name) => normalize(join(dirname(file), name)).startsWith('apps/bff/src/api')),
  )
  expect(wrong).toEqual([])
})

test('code of strangers is parsed in sandboxes only: outside, the bundler is for our own guest', () => {
  const users = sources('packages/engine/src').filter(
    (file) => !file.includes('/inside/') && importsOf(file).some((name) => /^rolldown\b/.test(name)),
  )
  expect(users).toEqual(['packages/engine/src/runtimes/node/bundle-guest.ts'])
})

/** The folders of the console, lowest layer first: a folder imports only folders that come before it. */
const CONSOLE_ORDER = ['i18n', 'api', 'navigation', 'ui', 'components', 'pages']
/** `ui` must not import these, although they come before it. */
const UNKNOWN_TO_UI = /^@tanstack\/react-(router|query)$|^apps\/console\/src\/(api|navigation)\//

const consoleImports = () =>
  sources('apps/console/src').flatMap((file) =>
    importsOf(file).map((name) => ({
      file,
      target: name.startsWith('.') ? normalize(join(dirname(file), name)) : name,
    })),
  )

test('the folders of the console import only lower layers', () => {
  const rank = (path: string) => {
    const [, folder] = /^apps\/console\/src\/([^/]+)\//.exec(path) ?? []
    return folder === undefined ? Infinity : CONSOLE_ORDER.indexOf(folder)
  }
  expect(new Set(sources('apps/console/src').map(rank)), 'a folder is missing from CONSOLE_ORDER').not.toContain(-1)
  const wrong = consoleImports().filter(
    ({ file, target }) =>
      (target.startsWith('apps/console/src/') && rank(target) > rank(file)) ||
      (file.startsWith('apps/console/src/ui/') && UNKNOWN_TO_UI.test(target)),
  )
  expect(wrong).toEqual([])
})

test('the console has no import cycles, neither between files nor between sibling folders', () => {
  const edges = consoleImports().filter(({ target }) => target.startsWith('apps/console/src/'))
  expect(cyclicEdges(edges.map(({ file, target }) => [file, target]))).toEqual([])
  const betweenFolders = edges.flatMap(({ file, target }): [string, string][] => {
    const [from, to] = [file.split('/'), target.split('/')]
    const fork = from.findIndex((part, index) => part !== to[index])
    const areFolders = fork < from.length - 1 && fork < to.length - 1
    return areFolders ? [[from.slice(0, fork + 1).join('/'), to.slice(0, fork + 1).join('/')]] : []
  })
  expect(cyclicEdges(betweenFolders)).toEqual([])
})

/** Removes edges that no cycle can use until none is left to remove. Empty: the graph has no cycle. */
function cyclicEdges(edges: [from: string, to: string][]): [from: string, to: string][] {
  const starts = new Set(edges.map(([from]) => from))
  const ends = new Set(edges.map(([, to]) => to))
  const rest = edges.filter(([from, to]) => starts.has(to) && ends.has(from))
  return rest.length === edges.length ? rest : cyclicEdges(rest)
}

test('every path that the documents cite exists', () => {
  const documents = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    ...globSync('docs/**/*.md'),
    ...globSync('{apps,packages}/*/README.md'),
  ]
  const missing = documents.flatMap((document) => {
    const text = readFileSync(document, 'utf8')
    const cited = [
      ...[...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => join(dirname(document), match[1]!)),
      ...[...text.matchAll(/`((?:apps|packages|scripts|playwright|docs|examples|test|bench)\/[\w@./-]+)`/g)].map(
        (match) => match[1]!,
      ),
    ]
    return cited
      .filter((path) => globSync([path, join(dirname(document), path)]).length === 0)
      .map((path) => `${document} cites ${path}`)
  })
  expect(missing).toEqual([])
})

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** The packages and libraries each part may import. An import in another direction fails here. */
const MAY_IMPORT: Record<string, { alcove: string[]; libraries?: RegExp; texts?: string }> = {
  'packages/contract/src': { alcove: [], libraries: /^zod$/ },
  'packages/guest/node': { alcove: [], libraries: /^node:/ },
  'packages/storage/src': { alcove: [] },
  'packages/archive/src': { alcove: ['contract'], libraries: /^(node:|yauzl$|fflate$)/ },
  'packages/engine/src': { alcove: ['archive', 'contract', 'guest', 'storage'] },
  'packages/platform/src': { alcove: ['archive', 'contract', 'storage'] },
  'apps/bff/src': { alcove: ['contract', 'engine', 'platform', 'storage'] },
  // The console uses the examples as templates and shows the documentation: as text, never as code.
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

test('the gateway imports nothing from the console API', () => {
  const wrong = sources('apps/bff/src/gateway').flatMap((file) =>
    importsOf(file).filter((name) => normalize(join(dirname(file), name)).startsWith('apps/bff/src/api')),
  )
  expect(wrong).toEqual([])
})

test('untrusted code is parsed in sandboxes only: outside, the bundler handles only our own guest', () => {
  const users = sources('packages/engine/src').filter(
    (file) => !file.includes('/inside/') && importsOf(file).some((name) => /^rolldown\b/.test(name)),
  )
  expect(users).toEqual(['packages/engine/src/runtimes/node/bundle-guest.ts'])
})

/**
 * The order of folders, and of files beside them, inside each part: a folder imports itself and what stands before it. A
 * reader who starts at the top never has to look further down.
 */
const ORDER: Record<string, string[]> = {
  'packages/platform/src': [
    'database',
    'kernel',
    'identity',
    'spaces',
    'records',
    'jobs',
    'usage',
    'code',
    'triggers',
    'buckets',
    'monitoring',
    'archives',
    'background-steps.ts',
    'housekeeping.ts',
    'open-platform.ts',
    'index.ts',
  ],
  'packages/engine/src': [
    'digest.ts',
    'engine.ts',
    'package-error.ts',
    'protocol',
    'threads',
    'telemetry',
    'sandbox',
    'runtimes',
    'network',
    'space-files',
    'packages',
    'builds',
    'bundler',
    'instance',
    'pool',
    'logpoints',
    'invoke',
    'coverage',
    'debug',
    'describe-engine.ts',
    'create-engine.ts',
    'index.ts',
  ],
  'apps/bff/src': [
    'etag.ts',
    'errors.ts',
    'wire',
    'process',
    'schemas',
    'invoke',
    'auth',
    'routes',
    'openapi',
    'deps.ts',
    'guest-api',
    'http',
    'language',
    'builds',
    'tasks',
    'tests',
    'replays',
    'logpoints',
    'api',
    'gateway',
    'app.ts',
    'assemble.ts',
    'server.ts',
  ],
  'apps/console/src': [
    'clock.ts',
    'i18n',
    'api',
    'navigation',
    'ui',
    'components',
    'pages',
    'css.d.ts',
    'upgrade.ts',
    'routes',
    'routes.ts',
    'main.tsx',
  ],
}

/** Every import of one file of a part by another file of it. */
const edgesIn = (part: string): [from: string, to: string][] =>
  sources(part).flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name): [string, string] => [file, normalize(join(dirname(file), name))])
      .filter(([, to]) => to.startsWith(`${part}/`)),
  )

for (const [part, order] of Object.entries(ORDER)) {
  const roomOf = (file: string) => file.slice(part.length + 1).split('/')[0]!

  test(`${part}: every folder has its place in the order`, () => {
    expect([...new Set(sources(part).map(roomOf))].toSorted()).toEqual(order.toSorted())
  })

  test(`${part}: no folder imports one that comes after it`, () => {
    const wrong = edgesIn(part).filter(([from, to]) => order.indexOf(roomOf(to)) > order.indexOf(roomOf(from)))
    expect(wrong).toEqual([])
  })
}

test.for(Object.keys(ORDER))('%s: no files import each other in a circle', (part) => {
  expect(cyclicEdges(edgesIn(part))).toEqual([])
})

test('the folders of the console beside each other do not import each other in a circle', () => {
  const betweenFolders = edgesIn('apps/console/src').flatMap(([file, target]): [string, string][] => {
    const [from, to] = [file.split('/'), target.split('/')]
    const fork = from.findIndex((part, index) => part !== to[index])
    const areFolders = fork < from.length - 1 && fork < to.length - 1
    return areFolders ? [[from.slice(0, fork + 1).join('/'), to.slice(0, fork + 1).join('/')]] : []
  })
  expect(cyclicEdges(betweenFolders)).toEqual([])
})

test('the console’s ui components know neither router nor queries, nor where data and pages are', () => {
  const wrong = sources('apps/console/src/ui').flatMap((file) =>
    importsOf(file)
      .map((name) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name))
      .filter((name) => /^@tanstack\/react-(router|query)$|^apps\/console\/src\/(api|navigation)\//.test(name))
      .map((name) => `${file} → ${name}`),
  )
  expect(wrong).toEqual([])
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

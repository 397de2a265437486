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

test('the console’s ui components know neither router nor queries', () => {
  const wrong = sources('apps/console/src/ui').flatMap((file) =>
    importsOf(file)
      .filter((name) => /^@tanstack\/react-(router|query)$/.test(name) || /(^|\/)(api|pages|components)\//.test(name))
      .map((name) => `${file} → ${name}`),
  )
  expect(wrong).toEqual([])
})

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

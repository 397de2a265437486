import { DEFAULT_EGRESS, type Egress, type Runtime } from '@alcove/contract'
import { expect, test } from 'vitest'
import { contentsOf } from '../packages/contents.ts'
import { filesFromJson } from '../packages/package-files.ts'
import { buildNeeded } from './build-needed.ts'

const needed = (
  runtime: Runtime,
  files: Record<string, string>,
  { layers = [] as string[], egress = DEFAULT_EGRESS, requireIsolation = false } = {},
) => buildNeeded(contentsOf(filesFromJson(files)), runtime, { layers, egress, requireIsolation })
const manifest = (fields: object) => JSON.stringify(fields)
const A = { dependencies: { a: '1' } }

test.for<[string, Runtime, Record<string, string>, string | null]>([
  ['nothing but code', 'nodejs24', { 'index.mjs': '' }, null],
  ['a package.json without dependencies', 'nodejs24', { 'package.json': manifest({ type: 'module' }) }, null],
  ['only what is for development', 'nodejs24', { 'package.json': manifest({ devDependencies: { a: '1' } }) }, null],
  ['a package.json with a byte order mark', 'nodejs24', { 'package.json': `\uFEFF${manifest({ name: 'x' })}` }, null],
  ['dependencies', 'nodejs22', { 'package.json': manifest(A) }, 'npm'],
  ['optional dependencies', 'nodejs26', { 'package.json': manifest({ optionalDependencies: { a: '1' } }) }, 'npm'],
  ['dependencies that came along', 'nodejs24', { 'package.json': manifest(A), 'node_modules/a/i.js': '' }, null],
  ['a package.json that does not parse', 'nodejs24', { 'package.json': '{' }, 'npm'],
  ['a package.json further down', 'nodejs24', { 'lib/package.json': manifest(A) }, null],
  ['a package.json for another language', 'python3', { 'package.json': manifest(A) }, null],
  ['requirements', 'python3', { 'requirements.txt': '# what we need\nsix\n' }, 'pip'],
  ['requirements that are only remarks', 'python3', { 'requirements.txt': '# none\n\n' }, null],
  ['sources', 'java17', { 'Handler.java': '' }, 'javac'],
  ['classes and jars', 'java17', { 'Handler.class': '', 'lib/a.jar': '' }, null],
  ['anything', 'custom', { bootstrap: '', 'package.json': manifest(A) }, null],
])('%s for %s', async ([, runtime, files, kind]) => {
  expect((await needed(runtime, files))?.kind ?? null).toBe(kind)
})

test('the same dependencies are one build, whatever else the package contains, on every Node.js', async () => {
  const one = await needed('nodejs24', { 'package.json': manifest({ name: 'one', ...A }), 'index.mjs': '1' })
  const two = await needed('nodejs22', { 'package.json': manifest({ ...A, scripts: { x: 'y' } }), 'other.mjs': '2' })
  expect(one).toEqual(two)
})

test('requirements from an index are one build, whatever else the package contains', async () => {
  const text = 'six==1.0 ; python_version > "3"\nrequests[socks, use-chardet] >=2, <3 # why\nplain\n'
  const one = await needed('python3', { 'requirements.txt': text, 'main.py': '1' })
  const two = await needed('python3', { 'requirements.txt': text, 'main.py': '2' })
  expect(one).toEqual(two)
})

test('every input that decides the outcome makes another build', async () => {
  const plain = { 'package.json': manifest(A) }
  const local = { 'package.json': manifest({ dependencies: { a: 'file:./a' } }) }
  const builds = await Promise.all([
    needed('nodejs24', plain),
    needed('nodejs24', { ...plain, 'package-lock.json': '{}' }),
    needed('nodejs24', { ...plain, '.npmrc': '@x:registry=https://npm.example' }),
    needed('nodejs24', { 'package.json': manifest({ ...A, overrides: { b: '2' } }) }),
    // At the top, under that name, it would satisfy A's own dependency on b.
    needed('nodejs24', { 'package.json': manifest({ ...A, devDependencies: { b: 'npm:c@1' } }) }),
    needed('nodejs24', { 'package.json': manifest({ ...A, peerDependenciesMeta: { b: { optional: true } } }) }),
    needed('nodejs24', { ...local, 'a/index.js': '1' }),
    needed('nodejs24', { ...local, 'a/index.js': '2' }),
    needed('python3', { 'requirements.txt': 'six' }),
    needed('python3', { 'requirements.txt': 'six', 'wheels/six.whl': '1' }),
    ...['./six', 'lib/six', 'six.whl', 'six @ file:///var/task/six.whl', '-r six.txt'].flatMap((requirement) =>
      ['1', '2'].map((six) => needed('python3', { 'requirements.txt': requirement, 'six.whl': six })),
    ),
    needed('java17', { 'A.java': '1' }),
    needed('java17', { 'A.java': '1', 'lib/a.jar': '1' }),
    needed('java17', { 'A.java': '1' }, { layers: ['layer'] }),
  ])
  const keys = builds.map((build) => build!.key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('a build sees only the files that its key covers', async () => {
  const files = {
    'main.py': '',
    'handler.mjs': '',
    'lib/secret.txt': '',
    'META-INF/services/com.sun.source.util.Plugin': '',
  }
  const inputs = async (runtime: Runtime, more: Record<string, string>) =>
    (await needed(runtime, { ...files, ...more }))!.inputs
  const manifests = { 'package.json': manifest(A), '.npmrc': '', 'package-lock.json': '{}', 'lib/package.json': '{}' }
  expect(await inputs('nodejs24', manifests)).toEqual(['package.json', '.npmrc', 'package-lock.json'])
  expect(await inputs('python3', { 'requirements.txt': 'six', 'wheels/six.whl': '', 'six.tar.gz': '' })).toEqual([
    'requirements.txt',
    'wheels/six.whl',
  ])
  expect(await inputs('java17', { 'a/A.java': '', 'lib/b.jar': '', 'a/B.class': '', 'a/b.xml': '' })).toEqual([
    'a/A.java',
    'a/B.class',
    'lib/b.jar',
  ])
  expect(await inputs('python3', { 'requirements.txt': './lib' })).toEqual(
    [...Object.keys(files), 'requirements.txt'].toSorted(),
  )
})

test.for([
  ['a remark that ends where Python ends lines', 'flask', 'flask # why\x0bevil==1.0'],
  ['a remark that swallows the next line', 'flask\nrequests', 'flask # why \\\nrequests'],
])('requirements that pip reads in another way are another build: %s', async ([, one, other]) => {
  const builds = await Promise.all([one!, other!].map((text) => needed('python3', { 'requirements.txt': text })))
  expect(builds[0]!.key).not.toBe(builds[1]!.key)
})

test('another network policy makes another build, and no other setting of a space does', async () => {
  const allow = (...targets: string[]): Egress => ({ mode: 'allow', allow: targets })
  const of = async (egress: Egress) => (await needed('nodejs24', { 'package.json': manifest(A) }, { egress }))!.key
  const keys = await Promise.all(
    [DEFAULT_EGRESS, allow(), allow('a.test'), allow('b.test'), { ...allow(), mode: 'none' as const }].map(of),
  )
  expect(new Set(keys).size).toBe(keys.length)
  expect(await of(allow('b.test', 'a.test'))).toBe(await of(allow('a.test', 'b.test', 'a.test')))
  expect(await of({ mode: 'internet', allow: ['a.test'] })).toBe(keys[0])
  const java = { 'A.java': '1' }
  expect(await needed('java17', java, { egress: allow('a.test') })).toEqual(await needed('java17', java))
})

test('output that plain processes may have built is not used in a space that requires isolation', async () => {
  for (const requireIsolation of [true, false]) {
    const { key } = (await needed('java17', { 'A.java': '1' }, { requireIsolation }))!
    expect(key === (await needed('java17', { 'A.java': '1' }))!.key).toBe(!requireIsolation)
  }
})

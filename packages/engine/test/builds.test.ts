import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { DEFAULT_EGRESS, type BuildKind, type Runtime } from '@alcove/contract'
import { openDiskBlobs, type BlobStore } from '@alcove/storage'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAnswer } from '../src/builds/answer.ts'
import type { BuildReport } from '../src/index.ts'
import { startEngine, type EngineFixture } from './engine-fixture.ts'
import { zipOf } from './zip.ts'

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
const RUNTIMES: Record<BuildKind, Runtime> = { npm: 'nodejs24', pip: 'python3', javac: 'java17' }

describe.each(['oci', 'process'] as const)('in a sandbox of the %s driver', (sandbox) => {
  let home: string
  let blobs: BlobStore
  let fixture: EngineFixture
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'alcove-builds-'))
    blobs = await openDiskBlobs(join(home, 'blobs'))
    const certificates = existsSync(CERTIFICATES) ? CERTIFICATES : null
    fixture = await startEngine({ home, blobs, sandbox, certificates, loadTimeoutMs: 30_000 })
  })
  afterAll(async () => {
    await fixture[Symbol.asyncDispose]()
    await rm(home, { recursive: true, force: true })
  })

  type Package = Record<string, string | Uint8Array>
  interface Options {
    signal?: AbortSignal
    inputs?: string[]
    requireIsolation?: boolean
  }
  async function build(
    kind: BuildKind,
    code: Package,
    layers: Package[] = [],
    { signal, inputs = Object.keys(code), requireIsolation = false }: Options = {},
  ) {
    let log = ''
    const codeHash = await blobs.put(zipOf(code))
    const report = await fixture.engine.build(
      {
        key: 'test',
        kind,
        runtime: RUNTIMES[kind],
        spaceId: 'a-space',
        egress: DEFAULT_EGRESS,
        requireIsolation,
        codeHash,
        inputs,
        layers: await Promise.all(
          layers.map(async (files) => ({ name: 'l', version: 1, codeHash: await blobs.put(zipOf(files)) })),
        ),
        ...(signal === undefined ? {} : { signal }),
      },
      (text) => (log += text),
    )
    return { ...report, log }
  }

  async function filesOf({ output }: Pick<BuildReport, 'output'>): Promise<Record<string, string>> {
    const files = unzipSync(await blobs.get(output!))
    return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, strFromU8(content)]))
  }

  const deploy = (code: Package, { output }: BuildReport, settings: object) =>
    fixture.deploy(zipOf(code), { build: { key: 'test', output, error: null }, ...settings })

  const wants = (dependencies: object, more: object = {}) => JSON.stringify({ dependencies, ...more })

  test('npm installs what a package.json asks for, and the function imports it', async () => {
    const code = {
      'index.mjs': `import isNumber from 'is-number'\nexport const handler = async () => isNumber('7')`,
      // The package has the name of its dependency, which npm would refuse. The build does not show npm the name.
      // Editors on Windows begin it with a byte order mark.
      'package.json': `\uFEFF${wants({ 'is-number': '7.0.0' }, { name: 'is-number', acceptDependencies: { 'is-number': '*' } })}`,
    }
    const report = await build('npm', code)
    expect(report).toMatchObject({ error: null, packages: [{ name: 'is-number', version: '7.0.0' }] })
    expect(report.log).toContain('added 1 package')
    const files = await filesOf(report)
    expect(Object.keys(files)).toContain('node_modules/is-number/index.js')
    expect(Object.keys(files).every((path) => path.startsWith('node_modules/is-number/'))).toBe(true)
    const { run } = await deploy(code, report, {})
    expect((await run()).value).toBe(true)
  })

  test('a lockfile decides which version it is', async () => {
    const dependencies = { 'is-number': '>=5' }
    const lock = {
      name: 'locked',
      lockfileVersion: 3,
      requires: true,
      packages: { '': { dependencies }, 'node_modules/is-number': { version: '6.0.0' } },
    }
    const report = await build('npm', {
      'package.json': wants(dependencies, { name: 'locked' }),
      'package-lock.json': JSON.stringify(lock),
    })
    expect(report).toMatchObject({ error: null, packages: [{ name: 'is-number', version: '6.0.0' }] })
    expect(report.log).toContain('npm ci')
  })

  test('install scripts never run', async () => {
    const script = `node -e "require('fs').writeFileSync('ran', '')"`
    const report = await build('npm', {
      'package.json': wants({ near: 'file:./near' }, { scripts: { preinstall: script, install: script } }),
      'near/package.json': JSON.stringify({
        name: 'near',
        version: '1.0.0',
        scripts: { preinstall: script, install: script, postinstall: script, prepare: script },
      }),
      'near/index.js': '1',
      '.npmrc': 'ignore-scripts=false\n',
    })
    expect(report).toMatchObject({ error: null, packages: [{ name: 'near', version: '1.0.0' }] })
    expect(Object.keys(await filesOf(report)).sort()).toEqual([
      'node_modules/near/index.js',
      'node_modules/near/package.json',
    ])
  })

  test.for([
    [
      'a package that is nowhere',
      wants({ 'alcove-no-such-package': '1.0.0' }),
      /npm install failed: .*alcove-no-such-package/,
    ],
    ['a package.json that does not parse', '{ "dependencies": ', /package\.json is not valid JSON/],
    ['a package.json of another kind', 'null', /package\.json is not a JSON object/],
    ['workspaces', wants({ a: '1' }, { workspaces: ['a'] }), /has workspaces/],
  ] as const)('%s fails with the reason', async ([, manifest, error]) => {
    const report = await build('npm', { 'package.json': manifest })
    expect(report).toMatchObject({ output: null, packages: [] })
    expect(report.error).toMatch(error)
  })

  test('what runs when the build is cancelled is killed', async () => {
    const aborted = new AbortController()
    const building = build('npm', { 'package.json': wants({ 'is-number': '7.0.0' }) }, [], { signal: aborted.signal })
    setTimeout(() => aborted.abort(), 300)
    expect((await building).error).toBe('The build was cancelled')
  })

  test('pip installs wheels that come with the package, without any index', async () => {
    const code = {
      'main.py': 'import greeting\ndef handler(event, context):\n    return greeting.text',
      'requirements.txt': 'greeting==1.0\n',
      'wheels/greeting-1.0-py3-none-any.whl': wheel('greeting', '1.0', { 'greeting.py': "text = 'hello'\n" }),
    }
    const report = await build('pip', code)
    expect(report).toMatchObject({ error: null, packages: [{ name: 'greeting', version: '1.0' }] })
    const { run } = await deploy(code, report, { runtime: 'python3', handler: 'main.handler' })
    expect((await run()).value).toBe('hello')
  })

  test('files named like modules of Python have no say in what pip installs', async () => {
    const own = "raise SystemExit('loaded by pip')"
    const report = await build('pip', {
      'runpy.py': own,
      'json.py': own,
      'pip.py': own,
      'requirements.txt': 'greeting==1.0\n',
      'wheels/greeting-1.0-py3-none-any.whl': wheel('greeting', '1.0', { 'greeting.py': '' }),
    })
    expect(report).toMatchObject({ error: null, packages: [{ name: 'greeting', version: '1.0' }] })
    expect(report.log).not.toContain('loaded by pip')
  })

  test('a requirement that is nowhere fails with the reason', async () => {
    const report = await build('pip', {
      'requirements.txt': 'absent==1.0\n',
      'wheels/other-1.0-py3-none-any.whl': wheel('other', '1.0', {}),
    })
    expect(report).toMatchObject({ output: null })
    expect(report.error).toMatch(/pip install failed: .*absent==1\.0/)
  })

  test('javac makes classes against jars of the package and of layers', async () => {
    const library = await build('javac', {
      'lib/Greeting.java': 'package lib; public class Greeting { public static String text = "hi"; }',
    })
    expect(library).toMatchObject({ error: null, diagnostics: [] })
    const code = {
      'Handler.java': `
        import java.util.Map;
        public class Handler {
          public Object handle(Map<String, Object> event, alcove.Context context) { return lib.Greeting.text; }
        }`,
      // Has the name of a class that the compiler's own program needs, and a byte order mark.
      'Path.java': '\uFEFFclass Path {}',
    }
    const layer = { 'java/lib/greeting.jar': await blobs.get(library.output!) }
    const report = await build('javac', code, [layer])
    expect(report).toMatchObject({ error: null })
    expect(Object.keys(await filesOf(report))).toEqual(['Handler.class', 'Path.class'])
  })

  test('what the package brings has no part in the compiler', async () => {
    // Without an explicit path javac looks for plugins on the class path, and fails for one that it cannot load.
    const hostile = { 'META-INF/services/com.sun.source.util.Plugin': 'no.such.Plugin' }
    const code = { 'A.java': 'public class A {}', 'lib/hostile.jar': zipOf(hostile), ...hostile }
    const report = await build('javac', code)
    expect(report).toMatchObject({ error: null })
    expect(Object.keys(await filesOf(report))).toEqual(['A.class'])
  })

  test('a build sees the files that its key names, and no others', async () => {
    const code = {
      'package.json': wants({ near: 'file:./near' }),
      'near/package.json': JSON.stringify({ name: 'near', version: '1.0.0' }),
      'near/shown.js': '',
      'near/hidden.js': '',
    }
    const inputs = ['package.json', 'near/package.json', 'near/shown.js']
    const report = await build('npm', code, [], { inputs })
    expect(report).toMatchObject({ error: null })
    expect(Object.keys(await filesOf(report)).toSorted()).toEqual([
      'node_modules/near/package.json',
      'node_modules/near/shown.js',
    ])
  })

  test('a space that requires isolation is refused if there is none', async () => {
    const report = await build('javac', { 'A.java': 'class A {}' }, [], { requireIsolation: true })
    expect(report.error).toBe(
      sandbox === 'oci' ? null : 'This space requires isolation, but this machine runs functions as plain processes',
    )
  })

  test('errors of javac have file, line and column', async () => {
    const report = await build('javac', {
      'Handler.java': 'public class Handler {\n  int a = "text";\n  Missing b;\n}\n',
      'app/Other.java': 'package app;\nclass Other { void m( }\n',
    })
    expect(report.output).toBeNull()
    expect(report.error).toMatch(/^app\/Other\.java:2:\d+: /)
    const types = await build('javac', {
      'Handler.java': 'public class Handler {\n  int a = "text";\n  Missing b;\n}\n',
    })
    expect(types.error).toMatch(/^Handler\.java:\d:\d+: .* \(and 1 more\)$/s)
    expect(types.diagnostics.toSorted((a, b) => a.line - b.line)).toMatchObject(
      [
        { file: 'Handler.java', line: 2, column: 11, severity: 'error', message: /cannot be converted/ },
        { file: 'Handler.java', line: 3, column: 3, severity: 'error', message: /cannot find symbol/ },
      ].map(({ message, ...rest }) => ({ ...rest, message: expect.stringMatching(message) as string })),
    )
    expect(types.log).toContain('Handler.java:2:11')
  })
})

test('a project cannot send the installer to the machine’s own network', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    response.writeHead(404).end()
  })
  await using stack = new AsyncDisposableStack()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  stack.defer(() => void server.close())
  const { port } = server.address() as AddressInfo
  const own = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)
  const home = await mkdtemp(join(tmpdir(), 'alcove-builds-'))
  stack.defer(() => rm(home, { recursive: true, force: true }))
  const blobs = await openDiskBlobs(join(home, 'blobs'))
  await using fixture = await startEngine({ home, blobs, sandbox: 'oci' })
  const addresses = ['127.0.0.1', own?.address ?? '127.0.0.1']
  // Each waits for connections that nothing answers: at once.
  await Promise.all(addresses.map(expectToFailAt))
  expect(asked).toEqual(addresses.map(() => '/here'))

  async function expectToFailAt(address: string) {
    // Without the policy this server is reachable.
    expect((await fetch(`http://${address}:${port}/here`)).status).toBe(404)
    const files = {
      'package.json': JSON.stringify({ dependencies: { 'is-number': '7.0.0' } }),
      '.npmrc': `registry=http://${address}:${port}/\nfetch-retries=0\nfetch-timeout=2000\n`,
    }
    const codeHash = await blobs.put(zipOf(files))
    const request = {
      key: 'test',
      kind: 'npm',
      runtime: 'nodejs24',
      spaceId: 'a-space',
      requireIsolation: true,
      codeHash,
      layers: [],
    } as const
    const inputs = Object.keys(files)
    const { error } = await fixture.engine.build({ ...request, inputs, egress: DEFAULT_EGRESS }, () => {})
    expect(error).toMatch(/npm install failed/)
  }
})

test('an answer larger than what a build may make is not read to its end', async () => {
  const chunk = Buffer.alloc(1 << 20)
  let sent = 0
  const endless = new Readable({
    read() {
      sent += 1
      this.push(chunk)
    },
  })
  await expect(readAnswer(endless)).rejects.toThrow('The build output is larger than 100 MB as a zip')
  expect(sent).toBeLessThan(120)
})

test.for([
  ['nothing', ''],
  ['no JSON', 'hello\n'],
  ['JSON of another shape', '{"error":7}\n'],
  ['a line without end', `{"error":null,"packages":[],"diagnostics":[]}`],
])('%s is no answer', async ([, text]) => {
  expect(await readAnswer(Readable.from([Buffer.from(text!)]))).toBeNull()
})

/** PEP 427. */
function wheel(name: string, version: string, modules: Record<string, string>): Uint8Array {
  const info = `${name}-${version}.dist-info`
  const files: Record<string, string> = {
    ...modules,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  }
  const record = Object.entries(files).map(([path, text]) => {
    const hash = createHash('sha256').update(text).digest('base64url')
    return `${path},sha256=${hash},${text.length}`
  })
  return zipOf({ ...files, [`${info}/RECORD`]: `${record.join('\n')}\n${info}/RECORD,,\n` })
}

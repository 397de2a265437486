import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Handler, Runtime } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine, type Deployed, type EngineFixture } from './engine-fixture.ts'

const FOLDER = fileURLToPath(new URL('../../../examples', import.meta.url))
const MANIFEST = 'alcove.json'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

function manifestOf(name: string) {
  const manifest = JSON.parse(readFileSync(join(FOLDER, name, MANIFEST), 'utf8'))
  return { ...manifest, runtime: Runtime.parse(manifest.runtime), handler: Handler.parse(manifest.handler) }
}

async function deploy(name: string): Promise<Deployed> {
  const { runtime, handler } = manifestOf(name)
  const files = readdirSync(join(FOLDER, name)).filter((file) => file !== MANIFEST)
  const contents = Object.fromEntries(files.map((file) => [file, readFileSync(join(FOLDER, name, file))]))
  const fn = await fixture.deploy(contents, { runtime, handler, memoryMb: runtime === 'java17' ? 256 : 128 })
  return runtime === 'java17' ? compiled(fn, files) : fn
}

async function compiled({ revision }: Deployed, inputs: string[]): Promise<Deployed> {
  const key = 'of-the-example'
  const { output, error } = await fixture.engine.build({ ...revision, key, kind: 'javac', inputs }, () => {})
  return fixture.of({ ...revision, build: { key, output, error } })
}

async function answersRequests(fn: Deployed) {
  expect((await fn.request({ path: '/hello', query: 'name=Ada' })).value).toMatchObject({ hello: 'Ada' })
  expect((await fn.request({ method: 'POST', path: '/echo', body: 'again' })).text).toBe('again')
  expect((await fn.request({ path: '/nowhere' })).head!.statusCode).toBe(404)
}

const cases: Record<string, (fn: Deployed) => Promise<void>> = {
  async hello(fn) {
    const { value, lines } = await fn.run({ name: 'Ada' })
    expect(value).toEqual({ message: 'Hello, Ada!', version: 'draft' })
    expect(lines.map((line) => line.message)).toEqual(['Greeting Ada from under-test'])
  },
  async 'hello-python'(fn) {
    const { value, lines } = await fn.run({ name: 'Ada' })
    expect(value).toEqual({ message: 'Hello, Ada!', version: 'draft' })
    expect(lines.map((line) => line.message)).toEqual(['Greeting Ada from under-test'])
    expect((await fn.run(null)).value).toMatchObject({ message: 'Hello, world!' })
  },
  async 'hello-java'(fn) {
    const { value, lines } = await fn.run({ name: 'Ada' })
    expect(value).toEqual({ message: 'Hello, Ada!', version: 'draft' })
    expect(lines.map((line) => line.message)).toEqual(['Greeting Ada from under-test'])
  },
  async 'http-python'(fn) {
    const chunks: string[] = []
    await fn.request({ query: 'from=2' }, { onData: (chunk) => void chunks.push(Buffer.from(chunk).toString()) })
    expect(chunks).toEqual(['2\n', '1\n', 'Lift-off\n'])
    const refused = await fn.request({ query: 'from=0' })
    expect(refused.head!.statusCode).toBe(400)
    expect(refused.value).toEqual({ error: 'from must be between 1 and 100' })
  },
  async 'hello-ts'(fn) {
    expect((await fn.run({ name: 'Ada' })).value).toEqual({ message: 'Hello, Ada!', version: 'draft' })
    expect((await fn.run(null)).value).toMatchObject({ message: 'Hello, world!' })
  },
  async 'http-api'(fn) {
    expect((await fn.request({ path: '/notes' })).value).toHaveLength(1)
    const made = await fn.request({ method: 'POST', path: '/notes', body: '{"text":"second"}' })
    expect(made.head!.statusCode).toBe(201)
    expect((await fn.request({ path: '/notes/2' })).value).toEqual({ id: '2', text: 'second' })
    expect((await fn.request({ path: '/notes/9' })).head!.statusCode).toBe(404)
  },
  'web-request': answersRequests,
  'web-request-js': answersRequests,
  async 'http-handler'(fn) {
    const { head, text } = await fn.request({ path: '/<b>', query: 'a=1' })
    expect(head!.headers).toContainEqual(['set-cookie', 'seen=yes; Max-Age=3600'])
    expect(text).toBe('<h1>Hello from /&#60;b&#62;</h1><p>Your query: a=1</p>')
  },
  async stream(fn) {
    const chunks: string[] = []
    await fn.request({ query: 'from=2' }, { onData: (chunk) => void chunks.push(Buffer.from(chunk).toString()) })
    expect(chunks).toEqual(['2\n', '1\n', 'Lift-off\n'])
  },
  async logs(fn) {
    const { lines } = await fn.run({ lines: 2 })
    expect(lines.map((line) => line.level)).toEqual(['debug', 'info', 'warn', 'error', 'info', 'info'])
  },
  async slow(fn) {
    expect((await fn.run({ ms: 10 })).value).toEqual({ waited: 10 })
  },
  async throws(fn) {
    const { report } = await fn.run({ order: 7 })
    expect(report).toMatchObject({ status: 'functionError', error: { name: 'OrderError' } })
    expect(report.error!.stack).toContain('Caused by: TypeError')
  },
  async 'out-of-memory'(fn) {
    expect((await fn.run()).report.status).toBe('outOfMemory')
  },
  async exits(fn) {
    expect((await fn.run()).report).toMatchObject({ status: 'functionError', error: { name: 'ProcessExit' } })
  },
}

const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // Templates bring tests of their own: apps/bff/test/templates.test.ts runs them.
  .filter((name) => !('template' in manifestOf(name)))

test.for(names)('the example %s does what it says', async (name) => {
  expect(manifestOf(name)).toMatchObject({ name, description: expect.any(String) })
  expect(Object.keys(cases), `no case for ${name}`).toContain(name)
  await cases[name]!(await deploy(name))
})

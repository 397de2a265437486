import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const EXAMPLES = join(import.meta.dirname, '../../../examples')
const MANIFEST = 'alcove.json'
/** What a person answers where a template asks. */
const ANSWERS: Record<string, string> = { bucket: 'uploads', function: 'checkout', timezone: 'Asia/Shanghai' }

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.api('PUT', '/spaces/shop/buckets/uploads', {})
  await alcove.deploy('shop', 'checkout', 'export const handler = () => 1')
})
afterAll(() => alcove[Symbol.asyncDispose]())

const manifestOf = (name: string) => {
  const text = readFileSync(join(EXAMPLES, name, MANIFEST), 'utf8')
  return JSON.parse(text.replaceAll(/\{(bucket|function|timezone)\}/g, (_, need: string) => ANSWERS[need]!))
}
const folders = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)
const templates = folders.filter((name) => 'template' in manifestOf(name))
const starters = folders.filter((name) => /^(hello|web-request)/.test(name))

function filesUnder(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    paths.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length + 1),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  )
}

/** Packages are brought along: no registry is asked. */
function packagesOf({ 'package.json': manifest, ...files }: Record<string, string>): Record<string, string> {
  if (manifest === undefined) return files
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> }
  const brought = Object.keys(dependencies).flatMap((name) => {
    const folder = join(import.meta.dirname, '../node_modules', name)
    const kept = Object.entries(filesUnder(folder)).filter(([path]) =>
      /^(package\.json|dist\/(?!cjs|types).*\.js)$/.test(path),
    )
    return kept.map(([path, text]) => [`node_modules/${name}/${path}`, text] as const)
  })
  return { ...files, ...Object.fromEntries(brought) }
}

test('there are nine templates, and seven functions to start from', () => {
  expect([templates.length, starters.length]).toEqual([9, 7])
})

test.each([...new Set([...templates, ...starters])])(
  '%s: is made at once with what starts it, and its tests pass as they are',
  async (name) => {
    const { runtime, handler, environment, triggers = {}, tests, secrets = [] } = manifestOf(name)
    const { [MANIFEST]: _, ...files } = filesUnder(join(EXAMPLES, name))
    const off = Object.entries<object>(triggers).map(([trigger, given]) => [trigger, { ...given, enabled: false }])
    const { status, body } = await alcove.api('POST', '/spaces/shop/functions', {
      name,
      runtime,
      handler,
      environment,
      files: packagesOf(files),
      triggers: Object.fromEntries(off),
      tests,
      secrets: Object.fromEntries(secrets.map((secret: string) => [secret, 'whsec_c2VjcmV0'])),
    })
    expect(body).toMatchObject({ name, counts: { triggers: off.length } })
    expect(status).toBe(201)
    const run = await alcove.api('POST', `/spaces/shop/functions/${name}/tests/run`)
    expect(run.body.results).toEqual(
      Object.keys(tests)
        .toSorted()
        .map((test) => expect.objectContaining({ name: test, status: 'passed', diffs: [] })),
    )
  },
)

test('nothing is made when one of its triggers is refused', async () => {
  const made = await alcove.api('POST', '/spaces/shop/functions', {
    name: 'half',
    runtime: 'nodejs24',
    handler: 'index.handler',
    triggers: { tick: { type: 'timer', config: { cron: '61 * * * *' } } },
  })
  expect(made.status).toBe(400)
  const noBucket = { type: 'bucket', config: { bucket: 'nowhere', events: ['created'] } }
  const refused = await alcove.api('POST', '/spaces/shop/functions', {
    name: 'half',
    runtime: 'nodejs24',
    handler: 'index.handler',
    triggers: { upload: noBucket },
  })
  expect(refused.status).toBeGreaterThanOrEqual(400)
  expect((await alcove.api('GET', '/spaces/shop/functions/half')).status).toBe(404)
})

test('a duplicate has the code, the secrets and the tests, and starts nothing', async () => {
  const made = await alcove.api('POST', '/spaces/shop/functions/signed-webhook/duplicate', { name: 'second' })
  expect(made).toMatchObject({
    status: 201,
    body: { secrets: ['WEBHOOK_SECRET'], counts: { triggers: 0, versions: 0 } },
  })
  const run = await alcove.api('POST', '/spaces/shop/functions/second/tests/run')
  expect(run.body).toMatchObject({ passed: 2, failed: 0 })
  const again = await alcove.api('POST', '/spaces/shop/functions/signed-webhook/duplicate', { name: 'second' })
  expect(again).toMatchObject({ status: 409, body: { code: 'AlreadyExists' } })
})

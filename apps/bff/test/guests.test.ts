import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteDefinition } from '../src/api/route.ts'
import { ROUTES } from '../src/api/routes.ts'
import { absentValue } from './absent-value.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'

/** What an account without a grant sees of a public space, in addition to permissions.test.ts: which parts. */

const SUBJECTS = ['guest', 'invoker'] as const
type Subject = (typeof SUBJECTS)[number]

/** Appears in everything that only people with a grant may see. */
const MARK = 'kept-by-those-with-a-grant'

let alcove: Alcove
const keys = new Map<Subject, string>()

beforeAll(async () => {
  alcove = await openAlcove()
  for (const [name, visibility] of [
    ['open', 'public'],
    ['shut', 'private'],
  ]) {
    await alcove.api('POST', '/spaces', { name, visibility, egress: { mode: 'allow', allow: [`${MARK}.example`] } })
    const code = `// ${MARK}
      export const handler = async (event) => {
        console.log('${MARK}')
        if (event === 'fail') throw new RangeError('no such order')
        return event
      }`
    await alcove.deploy(name!, 'echo', code, { environment: { MARK }, memoryMb: 192, description: 'Says it again' })
    const fn = `/spaces/${name}/functions/echo`
    await alcove.api('POST', `${fn}/versions`, { description: MARK })
    await alcove.api('PUT', `${fn}/aliases/live`, { version: 1, description: MARK })
    await alcove.api('PUT', `${fn}/triggers/web`, { type: 'http', qualifier: 'live', config: { auth: 'space' } })
    await alcove.api('POST', `${fn}/invocations`, { input: MARK })
  }
  for (const subject of SUBJECTS) {
    const email = `${subject}@roles.test`
    const { body } = await alcove.api('POST', '/accounts/invite', { email })
    const token = new URL(body.link, alcove.origin).searchParams.get('token')!
    const password = 'a-long-password-of-theirs'
    await alcove.api('POST', `/invitations/${token}`, { password }, { authorization: '' })
    if (subject === 'invoker') await alcove.api('PUT', `/spaces/open/grants/${body.account.id}`, { role: subject })
    const cookie = (await alcove.signIn(password, email)).headers.get('set-cookie')!.split(';')[0]!
    const wish = { name: subject, spaces: ['*'], actions: ['*'] }
    const made = await alcove.api('POST', '/keys', wish, { authorization: '', cookie })
    keys.set(subject, made.body.key)
  }
})
afterAll(() => alcove[Symbol.asyncDispose]())

const nameOf = ({ method, path }: RouteDefinition) => `${method.toUpperCase()} ${path}`
const headersOf = (subject: Subject) => ({ authorization: `Bearer ${keys.get(subject)}` })

/** Reads ask for existing things where there are any. */
async function ask(subject: Subject, { method, path }: RouteDefinition): Promise<Response> {
  const { body: calls } = await alcove.api('GET', '/spaces/open/invocations')
  const values: Record<string, string> = {
    space: 'open',
    fn: 'echo',
    alias: 'live',
    trigger: 'web',
    version: '1',
    invocation: calls.items[0].id,
    traceId: calls.items[0].traceId,
  }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? absentValue(path, name))
  return alcove.raw(method.toUpperCase(), filled + sampleQuery({ method, path }), undefined, headersOf(subject))
}

describe('an account without a grant', () => {
  const get = async (path: string) => (await alcove.api('GET', path, undefined, headersOf('guest'))).body

  test('sees the public space, its functions by name, their qualifiers, and the function URL', async () => {
    const access = { role: null, actions: ['functions:invoke'] }
    const space = { name: 'open', visibility: 'public', description: '', functionCount: 1, access }
    expect(await get('/spaces/open')).toEqual({ ...space, id: expect.any(String), createdAt: expect.any(String) })
    const fn = {
      id: expect.any(String),
      space: 'open',
      name: 'echo',
      description: 'Says it again',
      runtime: 'nodejs24',
      qualifiers: ['draft', 'live', '1'],
      url: `${alcove.gatewayOrigin}/fn/open/echo`,
    }
    expect(await get('/spaces/open/functions/echo')).toEqual(fn)
    expect(await get('/spaces/open/functions')).toEqual({ items: [fn], nextCursor: null })
    expect(await get('/spaces/open/functions?q=none')).toEqual({ items: [], nextCursor: null })
    const { items } = await get('/spaces')
    expect(items.find(({ name }: { name: string }) => name === 'open')).toEqual(await get('/spaces/open'))
    expect((await get('/spaces/open/functions/absent')).code).toBe('NotFound')
  })

  test('sees no function URL without a trigger for it', async () => {
    await alcove.deploy('open', 'unlinked', 'export const handler = async () => 1')
    expect(await get('/spaces/open/functions/unlinked')).toMatchObject({ url: null, qualifiers: ['draft'] })
    const trigger = { type: 'http', enabled: false, config: { auth: 'none' } }
    await alcove.api('PUT', '/spaces/open/functions/unlinked/triggers/off', trigger)
    expect(await get('/spaces/open/functions/unlinked')).toMatchObject({ url: null })
    await alcove.api('DELETE', '/spaces/open/functions/unlinked')
  })

  test('finds nothing of the space in lists over all spaces', async () => {
    expect(await get('/overview')).toMatchObject({ functionCount: 0, functions: [], attention: [] })
    expect(await get('/instances')).toEqual({ items: [], nextCursor: null })
    expect(await get('/overview?space=open')).toMatchObject({ status: 403 })
  })

  test('reads nothing that needs a grant, by any route', async () => {
    for (const route of ROUTES.filter(({ method }) => method === 'get')) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await ask('guest', route)
      // oxlint-disable-next-line no-await-in-loop -- likewise
      expect([nameOf(route), (await answer.text()).includes(MARK)]).toEqual([nameOf(route), false])
    }
  })

  test.each([['draft'], ['live'], ['1']])('invokes %s and gets the result of its call', async (qualifier) => {
    const path = `/spaces/open/functions/echo/invocations?qualifier=${qualifier}`
    expect(await alcove.api('POST', path, { order: 7 }, headersOf('guest'))).toMatchObject({
      status: 200,
      body: { order: 7 },
    })
  })

  test('learns what a function threw but not where in its code; a member learns both', async () => {
    const fail = (subject: Subject) =>
      alcove.api('POST', '/spaces/open/functions/echo/invocations', 'fail', headersOf(subject))
    const error = { name: 'RangeError', message: 'no such order' }
    expect((await fail('guest')).body).toMatchObject({ status: 502, code: 'FunctionError', error })
    expect((await fail('guest')).body.error).toEqual(error)
    expect((await fail('invoker')).body.error).toMatchObject({ ...error, stack: expect.stringContaining('index.mjs') })
    await alcove.deploy('open', 'broken', `const ${MARK.replaceAll('-', '_')} = ; export const handler = 1`)
    const broken = await alcove.api('POST', '/spaces/open/functions/broken/invocations', {}, headersOf('guest'))
    expect(broken.body).toMatchObject({
      code: 'InitError',
      detail: 'The function could not be loaded; its logs say why',
    })
    expect(broken.body.error).toBeUndefined()
  })

  test('learns the same at the function URL', async () => {
    await alcove.deploy('open', 'thrower', `export const handler = async () => { throw new TypeError('not today') }`)
    const trigger = { type: 'http', config: { auth: 'space' } }
    await alcove.api('PUT', '/spaces/open/functions/thrower/triggers/web', trigger)
    const visit = async (subject: Subject) =>
      (await fetch(`${alcove.gatewayOrigin}/fn/open/thrower`, { headers: headersOf(subject) })).json()
    expect(((await visit('guest')) as { error: object }).error).toEqual({ name: 'TypeError', message: 'not today' })
    expect(await visit('invoker')).toMatchObject({ error: { stack: expect.any(String) } })
  })
})

import { leastRole, ROLE_ACTIONS, ROLES, type Action } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAction, type RouteDefinition } from '../src/api/route.ts'
import { ROUTES } from '../src/api/routes.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'

/*
 * Every route of the API asked by everyone there is: accounts with each role in a public space, one with none there, and
 * one outside of a private space.
 */

const SUBJECTS = ['guest', ...ROLES, 'outsider'] as const
type Subject = (typeof SUBJECTS)[number]

/** What an account without a grant may do in a public space; everything else there is forbidden to it. */
const OPEN_TO_GUESTS = [
  'GET /spaces/{space}',
  'GET /spaces/{space}/functions',
  'GET /spaces/{space}/functions/{fn}',
  'POST /spaces/{space}/functions/{fn}/invocations',
]
/** Outside of spaces what is for administrators, and the audit, which is for admins of some space. */
const FOR_ADMINISTRATORS = [
  'POST /spaces',
  'GET /groups',
  'GET /groups/{group}',
  'PUT /groups/{group}',
  'DELETE /groups/{group}',
  'GET /accounts/{account}/access',
  'GET /accounts',
  'POST /accounts/invite',
  'PATCH /accounts/{account}',
  'DELETE /accounts/{account}',
  'POST /accounts/{account}/invitation',
  'POST /accounts/{account}/password-reset',
  'DELETE /accounts/{account}/two-factor',
  'GET /accounts/{account}/sessions',
  'DELETE /accounts/{account}/sessions',
  'DELETE /accounts/{account}/sessions/{session}',
  'GET /identity-providers',
  'PUT /identity-providers/{provider}',
  'DELETE /identity-providers/{provider}',
  'GET /audit/verification',
  'PUT /prices',
  'GET /settings',
  'PATCH /settings',
]
const FOR_ADMINS = ['GET /audit', 'GET /audit/export']

/** In everything that must stay with those who have a grant. */
const MARK = 'kept-by-those-with-a-grant'

let alcove: Alcove
const keys = new Map<Subject, string>()

beforeAll(async () => {
  alcove = await openAlcove()
  for (const [name, visibility] of [
    ['open', 'public'],
    ['doomed', 'public'],
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
    const role = ROLES.find((each) => each === subject)
    for (const space of role ? ['open', 'doomed'] : []) {
      await alcove.api('PUT', `/spaces/${space}/grants/${body.account.id}`, { role })
    }
    const cookie = (await alcove.signIn(password, email)).headers.get('set-cookie')!.split(';')[0]!
    const wish = { name: subject, spaces: ['*'], actions: ['*'] }
    const made = await alcove.api('POST', '/keys', wish, { authorization: '', cookie })
    keys.set(subject, made.body.key)
  }
})
afterAll(() => alcove[Symbol.asyncDispose]())

const nameOf = ({ method, path }: RouteDefinition) => `${method.toUpperCase()} ${path}`
const headersOf = (subject: Subject) => ({ authorization: `Bearer ${keys.get(subject)}` })
const ABSENT_ID = '019a0000-aaaa-7bbb-8ccc-0123456789ab'

/** Reads ask for what is there; changes for what is not, or with a body that is wrong, so that nothing changes. */
async function ask(subject: Subject, route: RouteDefinition): Promise<Response> {
  const { method, path, body, bytes } = route
  const reads = method === 'get'
  const space = subject === 'outsider' ? 'shut' : method === 'delete' && path === '/spaces/{space}' ? 'doomed' : 'open'
  const { body: calls } = await alcove.api('GET', `/spaces/${space}/invocations`)
  const values: Record<string, string> = {
    space,
    fn: reads || path.endsWith('/invocations') ? 'echo' : 'absent',
    alias: 'live',
    trigger: 'web',
    route: 'absent',
    host: 'absent.example',
    version: '1',
    invocation: calls.items?.[0].id ?? ABSENT_ID,
    instance: ABSENT_ID,
    task: ABSENT_ID,
    test: 'absent',
    testRun: ABSENT_ID,
    delivery: ABSENT_ID,
    backgroundAction: ABSENT_ID,
    event: ABSENT_ID,
    key: ABSENT_ID,
    layer: 'absent',
    logQuery: 'absent',
    bucket: 'absent',
    objectKey: 'absent.txt',
    upload: ABSENT_ID,
    part: '1',
    account: 'nobody',
    group: 'absent',
    provider: 'absent',
    session: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
    month: '2026-11',
    accessRequest: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
    token: 'x'.repeat(43),
  }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? `unknown parameter ${name}`)
  const url = filled + sampleQuery(route)
  const wrong = body ? JSON.stringify({ unknown: 'field' }) : bytes ? '{}' : undefined
  const headers = { ...headersOf(subject), ...(wrong && { 'content-type': 'application/json' }) }
  return alcove.raw(method.toUpperCase(), url, reads ? undefined : wrong, headers)
}

function mayInSpace(subject: Subject, route: RouteDefinition): boolean {
  if (OPEN_TO_GUESTS.includes(nameOf(route))) return true
  return subject !== 'guest' && ROLE_ACTIONS[subject as (typeof ROLES)[number]].includes(route.action as Action)
}

const inSpace = ROUTES.filter(({ path, blind }) => path.includes('{space}') && !blind)
const outside = ROUTES.filter(
  ({ path, action, keyNeeds }) => !path.includes('{space}') && action !== 'public' && keyNeeds !== 'session',
)

describe('in a public space', () => {
  const insiders = SUBJECTS.filter((subject) => subject !== 'outsider')
  const cases = insiders.flatMap((subject) => inSpace.map((route) => [subject, nameOf(route), route] as const))

  test.each(cases.filter(([subject, , route]) => !mayInSpace(subject, route)))(
    '%s may not %s',
    async (subject, _, route) => {
      const answer = await ask(subject, route)
      const { detail } = (await answer.json()) as { detail: string }
      const least = leastRole(route.action as Action)
      const role = subject === 'guest' ? `the role ${least} has; you have no role` : `your role here is ${subject}`
      expect([answer.status, detail]).toEqual([403, expect.stringContaining(role)])
      expect(detail).toMatch(new RegExp(`^Needs ${route.action}\\b`))
    },
  )

  test.each(cases.filter(([subject, , route]) => mayInSpace(subject, route)))(
    '%s may %s',
    async (subject, _, route) => {
      const answer = await ask(subject, route)
      await answer.body?.cancel()
      const missing = /\{(instance|task|backgroundAction|layer|route|bucket|event)\}/.test(route.path)
      // Changes name what is not there, or send what is wrong: to be told so, one must have been let in.
      const expected = route.method === 'get' ? [missing ? 404 : 200] : [200, 201, 204, 400, 404, 415]
      expect(expected).toContain(answer.status)
    },
  )
})

describe('outside of a private space', () => {
  test.each(inSpace.map((route) => [nameOf(route), route] as const))('%s: nothing is there', async (_, route) => {
    const answer = await ask('outsider', route)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'NotFound'])
  })
})

describe('outside of spaces', () => {
  const cases = SUBJECTS.flatMap((subject) => outside.map((route) => [subject, nameOf(route), route] as const))
  const forbidden = (subject: Subject, name: string) =>
    FOR_ADMINISTRATORS.includes(name) || (FOR_ADMINS.includes(name) && subject !== 'admin')

  test('the table names every route that needs an action', () => {
    expect(outside.filter(({ action }) => isAction(action)).map(nameOf)).toEqual(FOR_ADMINISTRATORS)
  })

  test.each(cases.filter(([subject, name]) => forbidden(subject, name)))('%s may not %s', async (subject, _, route) => {
    expect((await ask(subject, route)).status).toBe(403)
  })

  test.each(cases.filter(([subject, name]) => !forbidden(subject, name)))('%s may %s', async (subject, _, route) => {
    const answer = await ask(subject, route)
    await answer.body?.cancel()
    expect([200, 204, 400, 404]).toContain(answer.status)
  })
})

describe('an account without a grant', () => {
  const get = async (path: string) => (await alcove.api('GET', path, undefined, headersOf('guest'))).body

  test('sees the public space, its functions by name, what a call may name, and where to call', async () => {
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

  test('is shown no address while no trigger answers there', async () => {
    await alcove.deploy('open', 'unlinked', 'export const handler = async () => 1')
    expect(await get('/spaces/open/functions/unlinked')).toMatchObject({ url: null, qualifiers: ['draft'] })
    const trigger = { type: 'http', enabled: false, config: { auth: 'none' } }
    await alcove.api('PUT', '/spaces/open/functions/unlinked/triggers/off', trigger)
    expect(await get('/spaces/open/functions/unlinked')).toMatchObject({ url: null })
    await alcove.api('DELETE', '/spaces/open/functions/unlinked')
  })

  test('finds nothing of it in lists over all spaces', async () => {
    expect(await get('/overview')).toMatchObject({ functionCount: 0, functions: [], attention: [] })
    expect(await get('/instances')).toEqual({ items: [], nextCursor: null })
    expect(await get('/overview?space=open')).toMatchObject({ status: 403 })
  })

  test('reads nothing, whatever it asks for, of what stays with those who have a grant', async () => {
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

  test('is told what a function threw and not where in its code; a member is told both', async () => {
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

  test('is told the same at the function URL', async () => {
    await alcove.deploy('open', 'thrower', `export const handler = async () => { throw new TypeError('not today') }`)
    const trigger = { type: 'http', config: { auth: 'space' } }
    await alcove.api('PUT', '/spaces/open/functions/thrower/triggers/web', trigger)
    const visit = async (subject: Subject) =>
      (await fetch(`${alcove.gatewayOrigin}/fn/open/thrower`, { headers: headersOf(subject) })).json()
    expect(((await visit('guest')) as { error: object }).error).toEqual({ name: 'TypeError', message: 'not today' })
    expect(await visit('invoker')).toMatchObject({ error: { stack: expect.any(String) } })
  })
})

import { newId } from '@alcove/platform'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const PASSWORD = 'a-long-password-of-theirs'
/** As another server would do it: this server learns of it only from the database. */
const elsewhere = (statement: string, values: unknown[] = []) => alcove.deps.platform.pool.query(statement, values)

interface Person {
  id: string
  email: string
  headers: Record<string, string>
  key: { id: string; headers: Record<string, string> }
}

/** A person with a role in the space `shop` or another one, signed in and with a key. */
async function reader(role: string | null, space = 'shop'): Promise<Person> {
  const email = `${newId()}@alcove.test`
  const invited = await alcove.api('POST', '/accounts/invite', { email })
  const token = new URL(invited.body.link).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { password: PASSWORD }, { authorization: '' })
  const { id } = invited.body.account
  if (role) await alcove.api('PUT', `/spaces/${space}/grants/${id}`, { role })
  const cookie = (await alcove.signIn(PASSWORD, email)).headers.get('set-cookie')!.split(';')[0]!
  const headers = { authorization: '', cookie }
  const made = await alcove.api('POST', '/keys', { name: 'tail', spaces: ['*'], actions: ['*'] }, headers)
  return { id, email, headers, key: { id: made.body.id, headers: { authorization: `Bearer ${made.body.key}` } } }
}

interface Stream {
  /** Everything received so far. */
  text: string
  ended: Promise<void>
}

async function open(path: string, headers: Record<string, string>): Promise<Stream> {
  const answer = await alcove.fetch(`/api/v1${path}`, { headers })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const stream: Stream = { text: '', ended: Promise.resolve() }
  stream.ended = (async () => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) stream.text += chunk
  })()
  await expect.poll(() => stream.text).toContain(': on')
  return stream
}

/** Writes a line into the log of a function, as a call would. */
function say(space: string, message: string): void {
  const { platform } = alcove.deps
  const { spaceId, functionId } = platform.routes.find(space, 'talk')!
  const call = { spaceId, functionId, function: 'talk', version: null, invocationId: newId() }
  platform.recorder.log(call, { time: Date.now(), level: 'info', message, truncatedBytes: 0 })
}

/** Resolves when this server has received a change of rights. */
function rightsChanged(): Promise<void> {
  return new Promise((resolve) => {
    const stop = alcove.deps.platform.access.onChange(() => (stop(), resolve()))
  })
}

interface Case {
  role: string | null
  /** What the reader shows: its session or its key. */
  by: 'session' | 'key'
  end(person: Person, space: string): Promise<unknown>
}

const grant = 'grants where account_id = $1'
const CASES: Record<string, Case> = {
  'the grant is removed': { role: 'viewer', by: 'session', end: ({ id }) => elsewhere(`delete from ${grant}`, [id]) },
  'the grant of a key’s owner is removed through the API': {
    role: 'viewer',
    by: 'key',
    end: ({ id }, space) => alcove.api('DELETE', `/spaces/${space}/grants/${id}`),
  },
  'the role is lowered to one without logs': {
    role: 'viewer',
    by: 'session',
    end: ({ id }) => elsewhere("update grants set role = 'invoker' where account_id = $1", [id]),
  },
  'the key is deleted': {
    role: 'viewer',
    by: 'key',
    end: ({ key }) => elsewhere('delete from api_keys where id = $1', [key.id]),
  },
  'the session is revoked': {
    role: 'viewer',
    by: 'session',
    end: ({ id }) => elsewhere('delete from sessions where account_id = $1', [id]),
  },
  'the person signs out': {
    role: 'viewer',
    by: 'session',
    end: async ({ headers }) =>
      alcove.app.request('/api/auth/sign-out', { method: 'POST', headers: { cookie: headers['cookie']! } }),
  },
  'the account is suspended': {
    role: 'viewer',
    by: 'session',
    end: ({ id }) => elsewhere("update accounts set state = 'suspended' where id = $1", [id]),
  },
  'the account of a key is suspended': {
    role: 'viewer',
    by: 'key',
    end: ({ id }) => elsewhere("update accounts set state = 'suspended' where id = $1", [id]),
  },
  'the account is deleted': {
    role: 'viewer',
    by: 'key',
    end: ({ id }) => elsewhere('delete from accounts where id = $1', [id]),
  },
  'an administrator is one no more': {
    role: null,
    by: 'session',
    end: ({ id }) => elsewhere('update accounts set administrator = false where id = $1', [id]),
  },
  'the space is deleted': {
    role: 'viewer',
    by: 'key',
    end: (_, space) => elsewhere('delete from spaces where name = $1', [space]),
  },
}

describe('a log tail ends, and shows nothing written later, when', () => {
  test.each(Object.entries(CASES))('%s', async (_, { role, by, end }) => {
    const space = `s-${newId().slice(-12)}`
    await alcove.api('POST', '/spaces', { name: space })
    await alcove.deploy(space, 'talk', 'export const handler = async () => 1')
    const person = await reader(role, space)
    if (!role) await elsewhere('update accounts set administrator = true where id = $1', [person.id])
    const headers = by === 'key' ? person.key.headers : person.headers
    const stream = await open(`/spaces/${space}/functions/talk/logs/tail`, headers)
    say(space, 'before')
    await expect.poll(() => stream.text).toContain('before')

    const known = rightsChanged().then(() => {
      for (let n = 0; n < 20; n += 1) say(space, 'too late')
    })
    await Promise.all([end(person, space), known])
    await stream.ended
    expect(stream.text).not.toContain('too late')
  })
})

test('a log tail continues through changes that do not affect its reader', async () => {
  await alcove.deploy('shop', 'talk', 'export const handler = async () => 1')
  const [one, other] = [await reader('viewer'), await reader('viewer')]
  const stream = await open('/spaces/shop/functions/talk/logs/tail', one.headers)
  const known = rightsChanged()
  await elsewhere(`delete from ${grant}`, [other.id])
  await known
  say('shop', 'still here')
  await expect.poll(() => stream.text).toContain('still here')
  await elsewhere(`delete from ${grant}`, [one.id])
  await stream.ended
})

test('the log of a build ends when its reader may no longer see the function', async () => {
  await alcove.deploy('shop', 'built', 'export const handler = async () => 1')
  const { platform } = alcove.deps
  const { functionId } = platform.routes.find('shop', 'built')!
  // A build that runs elsewhere, for ever.
  await elsewhere(
    "insert into builds (key, kind, runtime, status, log) values ('k', 'npm', 'nodejs24', 'running', 'first')",
  )
  await elsewhere("update drafts set build_key = 'k' where function_id = $1", [functionId])
  const person = await reader('viewer')
  const stream = await open('/spaces/shop/functions/built/build/log', person.headers)
  await expect.poll(() => stream.text).toContain('first')
  const known = rightsChanged().then(async () => {
    await elsewhere("update builds set log = log || 'too late' where key = 'k'")
    platform.builds.announce('k')
  })
  await Promise.all([elsewhere(`delete from ${grant}`, [person.id]), known])
  await stream.ended
  expect(stream.text).not.toContain('too late')
})

describe('a call that runs ends with a refusal when its caller loses the right to it', () => {
  test.each([
    ['by the API', (space: string) => `${alcove.origin}/api/v1/spaces/${space}/functions/slow/invocations`],
    ['by a function URL', (space: string) => `${alcove.gatewayOrigin}/fn/${space}/slow`],
  ])('%s', async (_, urlIn) => {
    const space = `s-${newId().slice(-12)}`
    await alcove.api('POST', '/spaces', { name: space })
    const code = 'export const handler = () => new Promise(() => setInterval(() => {}, 1000))'
    await alcove.deploy(space, 'slow', code, { timeoutSeconds: 300 })
    await alcove.api('PUT', `/spaces/${space}/functions/slow/triggers/web`, { type: 'http', config: { auth: 'space' } })
    const person = await reader('invoker', space)
    const answer = fetch(urlIn(space), { method: 'POST', headers: person.key.headers }).then((sent) => sent.json())
    const { functionId } = alcove.deps.platform.routes.find(space, 'slow')!
    const calls = () => alcove.deps.engine.instances().filter((each) => each.functionId === functionId)
    await expect.poll(calls).toMatchObject([{ inFlight: 1 }])

    // Its names are not its rights.
    await alcove.api('PATCH', `/spaces/${space}/functions/slow`, { name: 'slower' })
    await alcove.api('PATCH', `/spaces/${space}`, { name: `${space}-b` })
    await elsewhere("update grants set role = 'viewer' where account_id = $1", [person.id])
    expect(await answer).toMatchObject({ status: 403, code: 'Forbidden' })
    const [recorded] = (await alcove.api('GET', `/spaces/${space}-b/invocations`)).body.items
    const { body } = await alcove.api('GET', `/spaces/${space}-b/invocations/${recorded.id}`)
    const message = expect.stringMatching(/^The caller lost the right to this call while it ran: /)
    expect(body).toMatchObject({ status: 'cancelled', error: { name: 'Forbidden', message } })
  })
})

describe('the streamed answer of a function URL ends, with its call, when', () => {
  const STREAM = `export default { fetch: (request) => new Response(new ReadableStream({
    start(out) {
      out.enqueue(new TextEncoder().encode('on'))
      const timer = setInterval(() => out.enqueue(new TextEncoder().encode('.')), 20)
      request.signal.addEventListener('abort', () => clearInterval(timer))
    },
  })) }`

  test.each<[string, Case['end']]>([
    ['the key is deleted', CASES['the key is deleted']!.end],
    ['the grant of the key’s owner is removed', CASES['the grant is removed']!.end],
    [
      'the role is lowered to one without calls',
      ({ id }) => elsewhere("update grants set role = 'viewer' where account_id = $1", [id]),
    ],
    ['the account is suspended', CASES['the account of a key is suspended']!.end],
    [
      'the grant expires',
      ({ id }) => elsewhere("update grants set expires_at = now() + interval '1 second' where account_id = $1", [id]),
    ],
    [
      'the key expires',
      async ({ key }) => {
        await elsewhere("update api_keys set expires_at = now() + interval '1 second' where id = $1", [key.id])
        // No verb changes the expiry of a key, so nothing announces it.
        alcove.deps.platform.access.clear()
      },
    ],
  ])('%s', async (_, end) => {
    const space = `s-${newId().slice(-12)}`
    await alcove.api('POST', '/spaces', { name: space })
    await alcove.deploy(space, 'flow', STREAM, { handler: 'index.default', timeoutSeconds: 300 })
    await alcove.api('PUT', `/spaces/${space}/functions/flow/triggers/web`, { type: 'http', config: { auth: 'space' } })
    const person = await reader('invoker', space)
    const answer = await fetch(`${alcove.gatewayOrigin}/fn/${space}/flow`, { headers: person.key.headers })
    expect(answer.status).toBe(200)
    const chunks = answer.body!.getReader()
    await chunks.read()
    await end(person, space)
    const toTheEnd = async () => {
      for (;;) if ((await chunks.read()).done) return
    }
    await expect(toTheEnd()).rejects.toThrow('terminated')
    await expect
      .poll(async () => (await alcove.api('GET', `/spaces/${space}/invocations`)).body.items)
      .toMatchObject([{ status: 'cancelled' }])
  })
})

test('a reader that does not read is disconnected too', async () => {
  const person = await reader('viewer')
  const answer = await alcove.raw('GET', '/spaces/shop/functions/talk/logs/tail', undefined, person.key.headers)
  say('shop', 'unread')
  const known = rightsChanged()
  await elsewhere(`delete from ${grant}`, [person.id])
  await known
  expect(await answer.text()).not.toContain('unread')
})

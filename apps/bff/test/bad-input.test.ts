import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const ECHO = '/spaces/shop/functions/echo'

describe('a request that is not valid', () => {
  test('names every field that is wrong', async () => {
    const answer = await alcove.api('POST', '/spaces/shop/functions', {
      name: 'Bad Name',
      runtime: 'cobol',
      handler: 'index.handler',
      memoryMb: 1,
      color: 'red',
      files: { '../escape.mjs': 'x' },
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'urn:alcove:problem:ValidationFailed', code: 'ValidationFailed', status: 400 },
    })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'))
    const paths = answer.body.errors.map((error: { path: string }) => error.path).toSorted()
    expect(paths).toEqual(['color', 'files.../escape.mjs', 'memoryMb', 'name', 'runtime'])
  })

  test('is answered in the language that was asked for', async () => {
    const chinese = { 'accept-language': 'zh-TW,zh;q=0.9,en;q=0.8' }
    const answer = await alcove.api('GET', '/spaces/shop/functions/none', undefined, chinese)
    expect(answer).toMatchObject({
      status: 404,
      body: { code: 'NotFound', title: '不存在', detail: '此处没有函数“none”，或者你无权查看' },
    })
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/problem+json',
      'content-language': 'zh-CN',
      vary: 'Accept-Language',
    })
    const english = await alcove.api('GET', '/spaces/shop/functions/none')
    expect(english.body.title).toBe('Not found')
    expect(english.headers.get('content-language')).toBe('en')
    // Written by better-auth.
    const signIn = await alcove.app.request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: alcove.origin, ...chinese },
      body: JSON.stringify({ email: 'nobody@alcove.test', password: 'not the right one' }),
    })
    expect(await signIn.json()).toMatchObject({ code: 'Unauthenticated', detail: '邮箱或密码错误' })
  })

  test('has an unknown or repeated query parameter', async () => {
    expect(await alcove.api('GET', `${ECHO}/invocations?statuss=success`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'statuss', message: 'Unknown field' }] },
    })
    expect(await alcove.api('GET', '/spaces?limit=1&limit=2')).toMatchObject({ body: { errors: [{ path: 'limit' }] } })
    expect(await alcove.api('GET', '/spaces?limit=0')).toMatchObject({ body: { errors: [{ path: 'limit' }] } })
    expect(await alcove.api('GET', '/spaces?cursor=forged')).toMatchObject({ status: 400 })
  })

  test('asks for a version or a time that cannot exist', async () => {
    const wrong = ['version=99999999999', 'version=01', 'version=1e0', 'from=0000-01-01T00:00:00Z', 'to=x']
    for (const query of [...wrong, 'from=9999-12-31T23:59:59-10:00']) {
      for (const list of ['invocations', 'logs', 'metrics']) {
        const { status } = await alcove.api('GET', `${ECHO}/${list}?${query}`)
        expect([list, query, status]).toEqual([list, query, 400])
      }
    }
    const far = `${ECHO}/invocations?from=${encodeURIComponent('2026-01-01T00:00:00+23:00')}`
    expect(await alcove.api('GET', far)).toMatchObject({ status: 200 })
    expect(await alcove.api('GET', '/spaces/shop/metrics?version=1')).toMatchObject({ status: 400 })
    expect(await alcove.api('GET', `${ECHO}/right-sizing?from=9999-01-01T00:00:00Z`)).toMatchObject({ status: 400 })
  })

  test('has an invalid name in its path', async () => {
    for (const name of ['..%2f..%2fetc', '%00', 'UPPER', 'a%20b', '%2e%2e%2fshop']) {
      const { status } = await alcove.api('GET', `/spaces/${name}`)
      expect([name, status === 400 || status === 404]).toEqual([name, true])
    }
  })

  test('holds values that could not be stored unchanged', async () => {
    const bodies = ['{"name":"half","description":"\\ud800"}', '{"name":"half","description":"a\\u0000b"}']
    for (const body of bodies) expect(await alcove.json('POST', '/spaces', body)).toMatchObject({ status: 400 })
    const draft = '{"files":{"index.mjs":"export const handler = () => 1","__proto__":"x"}}'
    expect(await alcove.json('PUT', `${ECHO}/draft`, draft)).toMatchObject({ status: 400 })
  })

  test('names a version in another spelling than its number', async () => {
    await alcove.api('POST', `${ECHO}/versions`)
    for (const version of ['01', '1.0', '1e0', '0x1']) {
      expect(await alcove.api('GET', `${ECHO}/versions/${version}`)).toMatchObject({ status: 400 })
    }
  })

  test('is not JSON', async () => {
    expect(await alcove.json('POST', '/spaces', '{"name":')).toMatchObject({
      status: 400,
      body: { code: 'MalformedJson' },
    })
    expect(await alcove.json('POST', `${ECHO}/invocations`, '{]')).toMatchObject({ body: { code: 'MalformedJson' } })
    expect(await alcove.json('POST', '/spaces', '[]')).toMatchObject({ body: { code: 'ValidationFailed' } })
  })

  test('has a content type that is not supported', async () => {
    expect(await alcove.json('POST', '/spaces', 'name=x', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      body: { code: 'UnsupportedMediaType' },
    })
  })

  test('is nested too deep', async () => {
    const deep = '['.repeat(LIMITS.eventDepth + 1) + ']'.repeat(LIMITS.eventDepth + 1)
    expect(await alcove.json('POST', `${ECHO}/invocations`, deep)).toMatchObject({ body: { code: 'ValidationFailed' } })
    const most = '['.repeat(LIMITS.eventDepth) + ']'.repeat(LIMITS.eventDepth)
    expect(await alcove.json('POST', `${ECHO}/invocations`, most)).toMatchObject({ status: 200 })
  })

  test('tries to change the prototype of everything', async () => {
    const event = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'
    expect((await alcove.raw('POST', `${ECHO}/invocations`, event)).status).toBe(200)
    const body = '{"name":"proto","__proto__":{"visibility":"public"}}'
    expect(await alcove.json('POST', '/spaces', body)).toMatchObject({
      status: 400,
      body: { code: 'ValidationFailed' },
    })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('asks for something that does not exist, or with a wrong method', async () => {
    expect(await alcove.api('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 'NotFound' } })
    const wrong = await alcove.api('DELETE', '/spaces')
    expect(wrong).toMatchObject({ status: 405, body: { code: 'MethodNotAllowed' } })
    expect(wrong.headers.get('allow')).toBe('POST, GET, HEAD')
    expect(await alcove.api('POST', `${ECHO}/invocations?qualifier=nowhere`, {})).toMatchObject({
      status: 404,
      body: { code: 'NotFound', invocationId: expect.any(String) },
    })
  })
})

describe('a body of 20 MB', () => {
  const large = new Uint8Array(20 * 1024 * 1024).fill(0x20)
  const chunked = () =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < large.length; at += 65_536) controller.enqueue(large.subarray(at, at + 65_536))
        controller.close()
      },
    })

  test.each([
    ['POST', `${ECHO}/invocations`, 'application/json'],
    ['PUT', `${ECHO}/draft`, 'application/json'],
    ['POST', '/spaces', 'application/json'],
  ])('is refused on %s %s, whole and in chunks', async (method, path, type) => {
    for (const body of [large, chunked()]) {
      const answer = await alcove.raw(method, path, body, { 'content-type': type })
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'PayloadTooLarge'])
    }
  })
})

describe('a package that is not valid', () => {
  const zipped = (bytes: Uint8Array) =>
    alcove.raw('PUT', `${ECHO}/draft`, bytes, { 'content-type': 'application/zip' }).then((answer) => answer.json())

  test('is not a zip', async () => {
    expect(await zipped(Buffer.from('this is no zip'))).toMatchObject({ status: 400, code: 'InvalidPackage' })
    expect(await zipped(new Uint8Array())).toMatchObject({ status: 400, code: 'InvalidPackage' })
  })

  test('is a zip that was cut', async () => {
    const archive = await alcove.raw('GET', `${ECHO}/draft/archive`)
    const whole = new Uint8Array(await archive.arrayBuffer())
    expect(await zipped(whole.subarray(0, whole.length / 2))).toMatchObject({ code: 'InvalidPackage' })
    expect(await alcove.api('POST', `${ECHO}/invocations`, 'still')).toMatchObject({ status: 200, body: 'still' })
  })
})

describe('code that cannot do its work', () => {
  const failing = async (name: string, code: string, more: object = {}) => {
    await alcove.deploy('shop', name, code, more)
    const answer = await alcove.api('POST', `/spaces/shop/functions/${name}/invocations`, {})
    const { invocationId } = answer.body
    expect(answer.headers.get('x-alcove-invocation-id')).toBe(invocationId)
    const recorded = await alcove.api('GET', `/spaces/shop/invocations/${invocationId}`)
    return { ...answer, recorded: recorded.body.status }
  }

  test('does not parse', async () => {
    expect(await failing('syntax', 'export const handler = (')).toMatchObject({
      status: 502,
      body: { code: 'InitError', error: { name: 'SyntaxError' } },
      recorded: 'initError',
    })
  })

  test('has no handler', async () => {
    expect(await failing('missing', 'export const other = 1')).toMatchObject({
      status: 502,
      body: { code: 'InitError', error: { message: expect.stringContaining('handler') } },
    })
  })

  test('throws', async () => {
    expect(
      await failing('throws', `export const handler = async () => { throw new RangeError('too far') }`),
    ).toMatchObject({
      status: 502,
      body: { code: 'FunctionError', error: { name: 'RangeError', message: 'too far', stack: expect.any(String) } },
      recorded: 'functionError',
    })
  })

  test('returns what is not JSON', async () => {
    expect(await failing('bigint', 'export const handler = async () => 1n')).toMatchObject({
      status: 502,
      body: { code: 'FunctionError', error: { message: expect.stringMatching(/BigInt/i) } },
    })
  })

  test('takes too long', async () => {
    const code = 'export const handler = () => new Promise((done) => setTimeout(done, 60_000))'
    expect(await failing('slow', code, { timeoutSeconds: 1 })).toMatchObject({
      status: 504,
      body: { code: 'Timeout' },
      recorded: 'timeout',
    })
  })
})

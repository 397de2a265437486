import type { LogLine } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  const code = `export const handler = async (event) => { console.log(event.say); console.warn('beware of ' + event.say) }`
  await alcove.deploy('shop', 'talk', code)
})
afterAll(() => alcove[Symbol.asyncDispose]())

const TALK = '/spaces/shop/functions/talk'
const say = (text: string) => alcove.api('POST', `${TALK}/invocations`, { say: text })

interface Tail extends AsyncDisposable {
  /** The next `count` lines. */
  next(count: number): Promise<LogLine[]>
  lastId: string
  /** Resolves when the server ends the stream. */
  ended: Promise<void>
}

async function openTail(query = '', headers: Record<string, string> = {}): Promise<Tail> {
  const stop = new AbortController()
  const answer = await alcove.fetch(`/api/v1${TALK}/logs/tail${query}`, { headers, signal: stop.signal })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  const waiting: LogLine[] = []
  let text = ''
  let wake = () => {}
  const ended = (async () => {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }))
      if (done) return
      text += value
      const events = text.split('\n\n')
      text = events.pop()!
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (data) waiting.push(JSON.parse(data) as LogLine)
      }
      wake()
    }
  })()
  const tail: Tail = {
    lastId: '',
    ended,
    async next(count) {
      while (waiting.length < count) await new Promise<void>((resolve) => (wake = resolve))
      const lines = waiting.splice(0, count)
      tail.lastId = lines.at(-1)?.id ?? tail.lastId
      return lines
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await ended
    },
  }
  return tail
}

const messages = (lines: LogLine[]) => lines.map((line) => line.message)

test('a tail shows lines as they are written', async () => {
  await using tail = await openTail()
  await say('one')
  expect(messages(await tail.next(2))).toEqual(['one', 'beware of one'])
  await say('two\nin two lines')
  expect(messages(await tail.next(2))).toEqual(['two\nin two lines', 'beware of two\nin two lines'])
})

test('a tail shows only lines that match its filter', async () => {
  await using tail = await openTail('?level=warn&q=apples')
  await say('pears')
  await say('apples')
  expect(messages(await tail.next(1))).toEqual(['beware of apples'])
})

test('a reader that reconnects gets the lines it missed, once', async () => {
  const first = await openTail()
  await say('before')
  await first.next(2)
  await first[Symbol.asyncDispose]()
  await say('meanwhile')
  await using second = await openTail('', { 'last-event-id': first.lastId })
  await say('after')
  expect(messages(await second.next(4))).toEqual(['meanwhile', 'beware of meanwhile', 'after', 'beware of after'])
})

test('a tail ends when its key is revoked', async () => {
  const { body } = await alcove.api('POST', '/keys', { name: 'tail', spaces: ['shop'], actions: ['logs:read'] })
  await using tail = await openTail('', { authorization: `Bearer ${body.key}` })
  await say('still here')
  await tail.next(2)
  expect(await alcove.api('DELETE', `/keys/${body.id}`)).toMatchObject({ status: 204 })
  await tail.ended
})

/** Whether the log has followers: lines are created only for them. */
function followed(): boolean {
  const { platform } = alcove.deps
  const { spaceId, functionId } = platform.routes.find('shop', 'talk')!
  let made = false
  const line = { level: 'info', message: '', invocationId: '', version: null, id: '' } as unknown as LogLine
  platform.tail.publish({ spaceId, functionId }, () => ((made = true), line))
  return made
}

test('a tail without readers is closed, and a HEAD request opens none', async () => {
  for (const stream of [`${TALK}/logs/tail`, `${TALK}/build/log`]) {
    const head = await alcove.raw('HEAD', stream)
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      '',
    ])
  }
  await expect.poll(followed).toBe(false)
  const tail = await openTail()
  await expect.poll(followed).toBe(true)
  await tail[Symbol.asyncDispose]()
  await expect.poll(followed).toBe(false)
  // One that goes while a line waits for it.
  const unread = await alcove.raw('GET', `${TALK}/logs/tail`)
  expect(followed()).toBe(true)
  await unread.body!.cancel()
  await expect.poll(followed).toBe(false)
})

test('a missing function is a 404, not a stream', async () => {
  for (const stream of ['logs/tail', 'build/log']) {
    expect(await alcove.api('GET', `/spaces/shop/functions/absent/${stream}`)).toMatchObject({ status: 404 })
  }
})

test('a slow reader delays nobody, and the lines it missed are counted', async () => {
  const answer = await alcove.raw('GET', `${TALK}/logs/tail`)
  const { platform } = alcove.deps
  const { spaceId, functionId } = platform.routes.find('shop', 'talk')!
  const call = { spaceId, functionId, function: 'talk', version: null, invocationId: crypto.randomUUID() }
  const message = 'x'.repeat(100)
  for (let n = 0; n < 3_000; n++) {
    platform.recorder.log(call, { time: Date.now(), level: 'info', message, truncatedBytes: 0 })
    // oxlint-disable-next-line no-await-in-loop -- the stream gets its turn
    if (n % 10 === 0) await new Promise(setImmediate)
  }
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('lines skipped')) text += (await reader.read()).value
  await reader.cancel()
  expect(text.split('event: log').length - 1).toBeLessThan(1_100)
})

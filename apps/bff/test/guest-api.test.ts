import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

/** Runs the steps in the event on a bucket, in order, and returns their results. */
const NODE = `
  import { alcove, AlcoveError } from 'alcove'
  async function* pieces({ count, bytes }) {
    for (let n = 0; n < count; n++) yield new Uint8Array(bytes).fill(n)
  }
  const STEPS = {
    put: (bucket, { key, text, options }) => bucket.put(key, text, options),
    upload: (bucket, { key, ...size }) => bucket.put(key, pieces(size)),
    text: async (bucket, { key, range }) => (await bucket.get(key, range)).text(),
    json: async (bucket, { key }) => (await bucket.get(key)).json(),
    async sum(bucket, { key }) {
      const object = await bucket.get(key)
      let bytes = 0
      for await (const chunk of object.body) bytes += chunk.length
      return { bytes, size: object.size }
    },
    async first(bucket, { key }) {
      for await (const chunk of (await bucket.get(key)).stream()) return chunk.length > 0
    },
    copy: async (bucket, { key, to }) => bucket.put(to, (await bucket.get(key)).stream()),
    head: (bucket, { key }) => bucket.head(key),
    list: (bucket, options) => bucket.list(options),
    delete: (bucket, { key }) => bucket.delete(key),
    many: async (bucket, { count }) =>
      (await Promise.all(Array.from({ length: count }, async (_, n) => (await bucket.put('many/' + n, 'x')).size))).length,
    abandon: async (bucket, { key, count }) => {
      for (let n = 0; n < count; n++) await bucket.get(key)
    },
    stuck: async (bucket, { key }) => bucket.put(key, (async function* () { yield 'x'; await new Promise(() => {}) })()),
    leave: (bucket, { key }) => void bucket.put(key, (async function* () { yield 'x'; await new Promise(() => {}) })()).catch(() => {}),
  }
  export const handler = async ({ bucket = 'photos', steps }) => {
    const results = []
    for (const [step, options] of steps) {
      try {
        results.push((await STEPS[step](alcove.bucket(bucket), options)) ?? null)
      } catch (error) {
        results.push({ failed: error instanceof AlcoveError, code: error.code, message: error.message })
      }
    }
    return results
  }`

const PYTHON = `
import alcove

def handler(event, context):
    bucket = alcove.bucket('photos')
    put = bucket.put('py/a.txt', 'grüß', metadata={'sku': '7'})
    got = bucket.get('py/a.txt')
    text = got.text()
    bucket.put('py/b.bin', (bytes([n]) * 300_000 for n in range(10)))
    part = bucket.get('py/b.bin', start=299_999, end=300_000).bytes()
    total = sum(len(chunk) for chunk in bucket.get('py/b.bin'))
    listed = [item.key for item in bucket.list(prefix='py/')['items']]
    bucket.delete('py/a.txt')
    try:
        bucket.get('py/a.txt')
        code = None
    except alcove.AlcoveError as error:
        code = error.code
    refused = []
    for content in [{'a': 1}, [5], 5, None]:
        try:
            bucket.put('py/wrong', content)
        except TypeError as error:
            refused.append(str(error).split(': ')[-1])
    return {'refused': refused, 'size': put.size, 'type': got.content_type, 'metadata': got.metadata, 'text': text, 'part': list(part),
            'total': total, 'listed': listed, 'code': code}
`

const JAVA = `
import alcove.*;
import java.io.*;
import java.util.*;

public class Handler {
  public Object handle(Map<String, Object> event, Context context) throws IOException {
    Bucket bucket = Alcove.bucket("photos");
    BucketObject put = bucket.put("java/a.txt", "grüß", new PutOptions().metadata(Map.of("sku", "7")));
    BucketObject got = bucket.get("java/a.txt");
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, 1_000_000, large.length, (byte) 1);
    bucket.put("java/b.bin", new ByteArrayInputStream(large));
    bucket.put("java/c.bin", bucket.get("java/b.bin").stream());
    try (InputStream abandoned = bucket.get("java/b.bin").stream()) {
      abandoned.read();
    }
    List<String> listed = new ArrayList<>();
    for (BucketObject each : bucket.list(new ListOptions().prefix("java/")).items()) listed.add(each.getKey());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("size", put.getSize());
    answer.put("type", got.getContentType());
    answer.put("metadata", got.getMetadata());
    answer.put("text", got.text());
    answer.put("part", bucket.get("java/c.bin", 999_999, 1_000_000).bytes());
    answer.put("whole", Arrays.equals(bucket.get("java/c.bin").bytes(), large));
    answer.put("listed", listed);
    answer.put("again", codeOf(() -> bucket.put("java/a.txt", new InputStream() {
      public int read() {
        return 'x';
      }
    }, new PutOptions().ifNoneMatch())));
    bucket.delete("java/a.txt");
    answer.put("gone", codeOf(() -> bucket.get("java/a.txt")));
    answer.put("published", Alcove.publish(Map.of("type", "shop.order.paid", "id", "java-1")));
    answer.put("task", Alcove.invokeAsync("files", Map.of("steps", List.of())).state());
    return answer;
  }

  static String codeOf(Runnable run) {
    try {
      run.run();
      return null;
    } catch (AlcoveException refused) {
      return refused.getCode();
    }
  }
}
`

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  for (const space of ['shop', 'bank']) {
    await alcove.api('POST', '/spaces', { name: space })
    await alcove.api('PUT', `/spaces/${space}/buckets/photos`, {})
    await alcove.deploy(space, 'files', NODE, { timeoutSeconds: 20 })
  }
  await alcove.api('PUT', '/spaces/bank/buckets/vault', {})
})
afterAll(() => alcove[Symbol.asyncDispose]())

const run = (steps: [string, object?][], more: object = {}, space = 'shop') =>
  alcove.api('POST', `/spaces/${space}/functions/files/invocations`, {
    ...more,
    steps: steps.map(([step, options = {}]) => [step, options]),
  })

describe('alcove.bucket() in a Node.js function', () => {
  test('puts, gets, lists, heads and deletes, with types, ranges, metadata and conditions', async () => {
    const { body } = await run([
      ['put', { key: 'a/1.txt', text: 'hello', options: { metadata: { sku: '7' } } }],
      ['text', { key: 'a/1.txt' }],
      ['text', { key: 'a/1.txt', range: { start: 1, end: 3 } }],
      ['put', { key: 'a/1.txt', text: 'again', options: { ifNoneMatch: '*' } }],
      ['put', { key: 'b.json', text: '{"n":1}', options: { contentType: 'application/json' } }],
      ['json', { key: 'b.json' }],
      ['put', { key: 'empty', text: '' }],
      ['text', { key: 'empty' }],
      ['list', { delimiter: '/' }],
      ['delete', { key: 'b.json' }],
      ['head', { key: 'b.json' }],
      ['head', { key: '../secret' }],
    ])
    const [put, text, part, again, , json, , empty, list, , gone, ill] = body
    expect(put).toMatchObject({
      key: 'a/1.txt',
      size: 5,
      contentType: 'text/plain; charset=utf-8',
      metadata: { sku: '7' },
    })
    expect(put.updatedBy).toBe('function files')
    expect([text, part, json, empty]).toEqual(['hello', 'ell', { n: 1 }, ''])
    expect(again).toMatchObject({ failed: true, code: 'PreconditionFailed' })
    expect(list).toMatchObject({
      prefixes: ['a/'],
      items: [{ key: 'b.json', size: 7 }, { key: 'empty' }],
      nextCursor: null,
    })
    expect(gone).toMatchObject({ failed: true, code: 'NotFound' })
    expect(ill).toMatchObject({ failed: true, code: 'ValidationFailed', message: expect.stringContaining('key') })
    const raw = await alcove.raw('GET', '/spaces/shop/buckets/photos/objects/a/1.txt')
    expect([await raw.text(), raw.headers.get('x-alcove-meta-sku')]).toEqual(['hello', '7'])
  })

  test('streams more than a window in both directions at the reader’s pace', async () => {
    const bytes = 24 * 1024 * 1024
    const { body } = await run([
      ['upload', { key: 'large', count: 24, bytes: 1024 * 1024 }],
      ['sum', { key: 'large' }],
      ['copy', { key: 'large', to: 'copy' }],
      ['first', { key: 'large' }],
      ['text', { key: 'a/none' }],
      ['text', { key: 'large', range: { start: 3, end: 1 } }],
    ])
    const refused = [{ code: 'NotFound' }, { code: 'ValidationFailed' }]
    expect(body).toMatchObject([{ size: bytes }, { bytes, size: bytes }, { size: bytes }, true, ...refused])
    const [original, copy] = await Promise.all(
      ['large', 'copy'].map((key) => alcove.raw('HEAD', `/spaces/shop/buckets/photos/objects/${key}`)),
    )
    expect(copy!.headers.get('etag')).toBe(original!.headers.get('etag'))
  })

  test('reaches the buckets of its own space only', async () => {
    const { body } = await run([['put', { key: 'x', text: 'x' }], ['list']], { bucket: 'vault' })
    expect(body).toMatchObject([{ code: 'NotFound' }, { code: 'NotFound' }])
    await run([['put', { key: 'own', text: 'of the bank' }]], {}, 'bank')
    expect((await run([['text', { key: 'own' }]])).body).toMatchObject([{ code: 'NotFound' }])
  })

  test('may have 100 requests open, bodies that it does not read included', async () => {
    const { body } = await run([
      ['many', { count: 100 }],
      ['abandon', { key: 'large', count: 101 }],
    ])
    expect(body).toMatchObject([100, { failed: true, code: 'TooManyRequests' }])
    // They ended with the call.
    expect((await run([['text', { key: 'a/1.txt' }]])).body).toEqual(['hello'])
  })

  test('leaves nothing of an upload that its call does not finish', async () => {
    await alcove.api('PATCH', '/spaces/shop/functions/files', { timeoutSeconds: 1 })
    expect(await run([['stuck', { key: 'half' }]])).toMatchObject({ status: 504 })
    await alcove.api('PATCH', '/spaces/shop/functions/files', { timeoutSeconds: 20 })
    expect(await run([['leave', { key: 'half' }]])).toMatchObject({ status: 200 })
    expect((await run([['head', { key: 'half' }]])).body).toMatchObject([{ code: 'NotFound' }])
  })
})

test('alcove.bucket() does the same in Python', async ({ skip }) => {
  const python = alcove.deps.engine.info().runtimes.find(({ name }) => name === 'python3')
  skip(!python?.available, `No python3 here: ${python?.remedy}`)
  await alcove.api('POST', '/spaces/shop/functions', {
    name: 'snake',
    runtime: 'python3',
    handler: 'index.handler',
    files: { 'index.py': PYTHON },
  })
  const { status, body } = await alcove.api('POST', '/spaces/shop/functions/snake/invocations', {})
  expect(body).toEqual({
    refused: ['got dict', 'got int', 'got int', 'got NoneType'],
    size: 6,
    type: 'text/plain; charset=utf-8',
    metadata: { sku: '7' },
    text: 'grüß',
    part: [0, 1],
    total: 3_000_000,
    listed: ['py/a.txt', 'py/b.bin'],
    code: 'NotFound',
  })
  expect(status).toBe(200)
})

test('alcove.Alcove does the same in Java, and publishes and calls asynchronously', async ({ skip }) => {
  const java = alcove.deps.engine.info().runtimes.find(({ name }) => name === 'java17')
  skip(!java?.available, `No JDK here: ${java?.remedy}`)
  await alcove.api('POST', '/spaces/shop/functions', {
    name: 'beans',
    runtime: 'java17',
    handler: 'Handler.handle',
    memoryMb: 256,
    timeoutSeconds: 20,
    files: { 'Handler.java': JAVA },
  })
  const { status, body } = await alcove.api('POST', '/spaces/shop/functions/beans/invocations', {})
  expect(body).toEqual({
    size: 6,
    type: 'text/plain; charset=utf-8',
    metadata: { sku: '7' },
    text: 'grüß',
    part: [0, 1],
    whole: true,
    listed: ['java/a.txt', 'java/b.bin', 'java/c.bin'],
    again: 'PreconditionFailed',
    gone: 'NotFound',
    published: [
      { id: 'java-1', source: '/spaces/shop/functions/beans', eventId: expect.any(String), duplicate: false },
    ],
    task: 'queued',
  })
  expect(status).toBe(200)
})

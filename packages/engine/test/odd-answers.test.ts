import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type Deployed, type EngineFixture } from './engine-fixture.ts'
import { javaClasses } from './java-classes.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const BOTH_LISTS = [
  ['set-cookie', 'a=1'],
  ['set-cookie', 'b=2'],
  ['x-one', '1'],
]

describe('responses of Node.js', () => {
  let fn: Deployed
  beforeAll(async () => {
    fn = await fixture.deploy({
      'index.mjs': `
const answers = {
  buffer: () => new TextEncoder().encode('bytes').buffer,
  view: () => new DataView(new TextEncoder().encode('bytes').buffer, 1, 2),
  words: () => new Uint16Array(new TextEncoder().encode('even').buffer),
  generator: () => (function* () { yield 'one '; yield Buffer.from('two') })(),
  blob: () => new Blob(['of a blob']),
  parameters: () => new URLSearchParams({ a: '1 2' }),
  plain: () => ({ a: 1 }),
}
export const handler = async ({ rawPath }) => {
  const name = rawPath.slice(1)
  if (name === 'cookie') return { statusCode: 200, cookies: 'a=1; Path=/' }
  if (name === 'lists') return { statusCode: 200, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] }, headers: { 'set-cookie': 'b=2', 'X-One': 1 } }
  if (name === 'headers') return { statusCode: 200, headers: new Headers([['x-a', '1'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']]) }
  return { statusCode: 200, body: answers[name]() }
}`,
    })
  })

  test.for([
    ['buffer', 'bytes'],
    ['view', 'yt'],
    ['words', 'even'],
    ['generator', 'one two'],
    ['blob', 'of a blob'],
    ['parameters', 'a=1+2'],
    ['plain', '{"a":1}'],
  ])('have a body of any kind: %s', async ([name, body]) => {
    expect((await fn.request({ path: `/${name}` })).text).toBe(body)
  })

  test('have cookies and headers in every shape', async () => {
    const headers = async (name: string) => (await fn.request({ path: `/${name}` })).head!.headers
    expect(await headers('cookie')).toEqual([['set-cookie', 'a=1; Path=/']])
    expect(await headers('lists')).toEqual(BOTH_LISTS)
    expect(await headers('headers')).toEqual(
      expect.arrayContaining([
        ['x-a', '1'],
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ]),
    )
  })
})

describe('responses of Python', () => {
  let fn: Deployed
  beforeAll(async () => {
    fn = await fixture.deploy(
      {
        'main.py': `
class Pieces:
    def __iter__(self):
        return iter(["one ", b"two", memoryview(b" three")])

class Later:
    async def __aiter__(self):
        yield "one "
        yield "two"

def handler(event, context):
    name = event["rawPath"][1:]
    if name == "cookie": return {"statusCode": 200, "cookies": "a=1; Path=/"}
    if name == "lists": return {"statusCode": 200, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "headers": {"set-cookie": "b=2", "X-One": 1}}
    if name == "headers": return {"statusCode": 200, "headers": [(b"x-a", b"\\xe9"), ("x-b", "2")]}
    return {"statusCode": 200, "body": {"pieces": Pieces(), "later": Later(), "plain": {"a": 1}, "list": [1]}[name]}
`,
      },
      { runtime: 'python3', handler: 'main.handler' },
    )
  })

  test.for([
    ['pieces', 'one two three'],
    ['later', 'one two'],
    ['plain', '{"a":1}'],
    ['list', '[1]'],
  ])('have a body of any kind: %s', async ([name, body]) => {
    expect((await fn.request({ path: `/${name}` })).text).toBe(body)
  })

  test('have cookies and headers in every shape', async () => {
    const headers = async (name: string) => (await fn.request({ path: `/${name}` })).head!.headers
    expect(await headers('cookie')).toEqual([['set-cookie', 'a=1; Path=/']])
    expect(await headers('lists')).toEqual(BOTH_LISTS)
    expect(await headers('headers')).toEqual([
      ['x-a', 'é'],
      ['x-b', '2'],
    ])
  })
})

describe('responses of Java', () => {
  let fn: Deployed
  beforeAll(async () => {
    fn = await fixture.deploy(
      await javaClasses({
        'Handler.java': `
import java.util.*;
import java.util.concurrent.atomic.DoubleAdder;
public class Handler {
  record Answer(int statusCode, Map<String, String> headers, String body) {}
  public static class Coded {
    public int getStatusCode() { return 200; }
    public boolean isBase64Encoded() { return true; }
    public String getBody() { return "Ynl0ZXM="; }
  }
  public static class Half extends Number {
    public int intValue() { return 0; }
    public long longValue() { return 0; }
    public float floatValue() { return .5f; }
    public double doubleValue() { return .5; }
    public String toString() { return "1/2"; }
  }
  public Object handle(Map<String, Object> event) {
    switch (String.valueOf(event.get("rawPath"))) {
      case "/record": return new Answer(201, Map.of("x-a", "1"), "of a record");
      case "/coded": return new Coded();
      case "/builder": return Map.of("statusCode", 200.0, "body", new StringBuilder("built"));
      case "/buffer": return Map.of("statusCode", 200, "body", java.nio.ByteBuffer.wrap("bytes".getBytes()));
      case "/cookie": return Map.of("statusCode", 200, "cookies", "a=1; Path=/");
      case "/array": return Map.of("statusCode", 200, "headers", Map.of("x-a", new String[] {"1", "2"}));
      case "/lists": return Map.of("statusCode", 200, "multiValueHeaders", Map.of("Set-Cookie", List.of("a=1", "b=2")), "headers", new TreeMap<>(Map.of("set-cookie", "b=2", "X-One", 1)));
    }
    DoubleAdder none = new DoubleAdder();
    none.add(Double.NaN);
    return event.get("op").equals("half") ? new Half() : none;
  }
}`,
      }),
      { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 },
    )
  })

  test.for([
    ['record', 'of a record'],
    ['coded', 'bytes'],
    ['builder', 'built'],
    ['buffer', 'bytes'],
  ])('have a body of any kind: %s', async ([name, body]) => {
    expect((await fn.request({ path: `/${name}` })).text).toBe(body)
  })

  test('have cookies and headers in every shape', async () => {
    const head = async (name: string) => (await fn.request({ path: `/${name}` })).head!
    expect(await head('record')).toMatchObject({ statusCode: 201, headers: expect.arrayContaining([['x-a', '1']]) })
    expect((await head('cookie')).headers).toEqual([['set-cookie', 'a=1; Path=/']])
    expect((await head('array')).headers).toEqual([
      ['x-a', '1'],
      ['x-a', '2'],
    ])
    expect((await head('lists')).headers).toEqual(BOTH_LISTS)
  })

  test('hold no number that JSON does not know', async () => {
    expect((await fn.run({ op: 'half' })).text).toBe('0.5')
    expect((await fn.run({ op: 'none' })).report.error).toMatchObject({ message: 'NaN cannot be JSON' })
  })
})

test('a request whose host cannot be part of a URL reaches a module with fetch all the same', async () => {
  const fn = await fixture.deploy(
    { 'index.mjs': 'export default { fetch: (request) => new Response(request.url) }' },
    { handler: 'index.default' },
  )
  for (const host of ['', 'a:99999', '999.1.1.1']) {
    // oxlint-disable-next-line no-await-in-loop -- one instance
    expect((await fn.request({ path: '/x', headers: { host } })).text).toBe('http://localhost/x')
  }
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'
import { javaHandler } from './java-classes.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

describe('the JSON of the Java guest', () => {
  const parse = async () =>
    fixture.deploy(
      await javaHandler(`
      public Object handle(Map<String, Object> event) {
        Object value = alcove.guest.Json.parse((String) event.get("text"));
        return Arrays.asList(value == null ? "null" : value.getClass().getSimpleName(), value);
      }`),
      { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 },
    )

  test('reads what is JSON', async () => {
    const fn = await parse()
    const cases: [text: string, type: string, value: unknown][] = [
      ['0', 'Integer', 0],
      ['-0', 'Integer', 0],
      ['2147483648', 'Long', 2147483648],
      ['-9223372036854775808', 'Long', -9223372036854775808],
      ['9223372036854775808', 'BigInteger', 9223372036854775808],
      ['1.5e3', 'Double', 1500],
      [' [ 1 , [ ] , { } ] ', 'ArrayList', [1, [], {}]],
      ['"\\u00e9\\ud83d\\ude00\\n\\/"', 'String', 'é😀\n/'],
      ['"\\ud800"', 'String', '\ud800'],
      ['{"a":1,"a":2}', 'LinkedHashMap', { a: 2 }],
      ['{"__proto__":{"x":1}}', 'LinkedHashMap', JSON.parse('{"__proto__":{"x":1}}')],
      [`${'['.repeat(500)}${']'.repeat(500)}`, 'ArrayList', expect.any(Array)],
      ['null', 'null', null],
    ]
    for (const [text, type, value] of cases) expect((await fn.run({ text })).value).toEqual([type, value])
    expect((await fn.run({ text: '1e400' })).report.error!.message).toBe('Infinity cannot be JSON')
  })

  test('refuses what is not, and says where', async () => {
    const fn = await parse()
    const cases = [
      '',
      ' ',
      '{',
      '[1,]',
      '{"a":1,}',
      '{a:1}',
      "'a'",
      '01',
      '-',
      '1.',
      '.5',
      '1e',
      '+1',
      'nul',
      'NaN',
      'true false',
    ]
    cases.push('"\\x"', '"\\u12"', '"\\u12g4"', '"a', '"a\nb"', '[1 2]', '{"a" 1}', ']', '\u00a01', '1\u0000')
    for (const text of cases) {
      const { report } = await fn.run({ text })
      expect({ text, ...report }).toMatchObject({
        text,
        status: 'functionError',
        error: {
          name: 'java.lang.IllegalArgumentException',
          message: expect.stringMatching(/^The JSON is not valid at character \d+/),
        },
      })
    }
  })

  test('is not brought down by depth, length or numbers without end', async () => {
    const fn = await parse()
    const deep = (await fn.run({ text: '['.repeat(100_000) })).report.error!
    expect(deep.message).toBe('The JSON is nested deeper than 512 levels')
    expect((await fn.run({ text: `{"a":${'{"a":'.repeat(600)}` })).report.error!.message).toMatch(/deeper than 512/)
    const digits = await fn.run({ text: '9'.repeat(1_000_000) })
    expect(digits.report.error!.message).toBe('Infinity cannot be JSON')
    expect((await fn.run({ text: `"${'é'.repeat(500_000)}"` })).value).toEqual(['String', 'é'.repeat(500_000)])
  })
})

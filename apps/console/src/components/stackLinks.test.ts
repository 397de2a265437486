import { describe, expect, it } from 'vitest'
import { stackLinks } from './stackLinks.ts'

const linked = (stack: string, paths?: string[]) =>
  stackLinks(stack, paths).flatMap((part) =>
    typeof part === 'string' ? [] : [`${part.path}:${part.line}:${part.column}`],
  )

describe('stackLinks()', () => {
  it.each<[string, string, string[] | undefined, string[]]>([
    [
      'Node.js',
      '    at handler (file:///var/task/lib/money.ts:3:9)',
      ['money.ts', 'lib/money.ts'],
      ['lib/money.ts:3:9'],
    ],
    ['the longest path', 'at a (/code/lib/index.ts:1:2)', ['index.ts', 'lib/index.ts'], ['lib/index.ts:1:2']],
    ['Python', '  File "/var/task/app/main.py", line 7, in handler', ['app/main.py'], ['app/main.py:7:1']],
    ['Java', '\tat shop.Handler.handle(Handler.java:12)', ['src/shop/Handler.java'], ['src/shop/Handler.java:12:1']],
    ['Java without a package', 'at Handler.handle(Handler.java:5)', undefined, ['Handler.java:5:1']],
    ['Go', 'main.run()\n\t/var/task/main.go:12 +0x1d', undefined, ['main.go:12:1']],
    ['Ruby', '/var/task/lib/app.rb:3:in `run`', ['lib/app.rb'], ['lib/app.rb:3:1']],
    ['a shell', '/var/task/bootstrap: 2: nope: not found', undefined, ['bootstrap:2:1']],
    ['another shell', './lib.sh: line 12: nope: command not found', ['bootstrap', 'lib.sh'], ['lib.sh:12:1']],
    ['a line of the log', 'oops at /var/task/index.mjs:2:1', undefined, ['index.mjs:2:1']],
  ])('finds the function’s own files: %s', (_, stack, paths, expected) => {
    expect(linked(stack, paths)).toEqual(expected)
  })

  it.each([
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at f (/var/task/node_modules/hono/index.js:1:2)',
    '  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode',
    '\tat java.base/java.util.ArrayList.get(ArrayList.java:427)',
    'see http://example.com/app.js:3:1',
    '    at x (/var/task/../../etc/passwd.js:1:1)',
    './lib.sh: line 12: nope: command not found',
    'price: 12: net',
    '12:30:01 started',
  ])('leaves alone what is not the author’s: %s', (stack) => expect(linked(stack)).toEqual([]))

  // Far more than a minute where a word is read again from each of its characters.
  it.each(['x', 'a.js', 'a.', '/', 'at a.', 'File "', 'file://', 'a.js:1', 'a: ', 'a: 1', 'a: line ', ':1'])(
    'reads a long text of %j in one go',
    (part) => {
      const text = part.repeat(1_000_000 / part.length)
      const read = stackLinks(text, [])
      expect(read).toEqual([text])
    },
  )

  it('keeps every character of the text', () => {
    const stack = 'TypeError: x\n    at handler (/var/task/index.mjs:2:1)\n    at main'
    const text = stackLinks(stack).map((part) => (typeof part === 'string' ? part : part.text))
    expect(text.join('')).toBe(stack)
  })
})

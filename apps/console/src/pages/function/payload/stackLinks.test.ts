import { describe, expect, it } from 'vitest'
import { stackLinks } from './stackLinks.ts'

const linked = (stack: string, paths: string[]) => stackLinks(stack, paths).filter((part) => typeof part !== 'string')

describe('stackLinks()', () => {
  it('finds the function’s own files under the sandbox’s folder', () => {
    expect(linked('    at handler (file:///var/task/lib/money.ts:3:9)', ['index.ts', 'lib/money.ts'])).toEqual([
      { text: 'file:///var/task/lib/money.ts:3:9', path: 'lib/money.ts', line: 3, column: 9 },
    ])
  })
  it('leaves the runtime’s own frames alone', () => {
    expect(
      linked('    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)', ['index.mjs']),
    ).toEqual([])
  })
  it('takes the longest path when several end alike', () => {
    expect(linked('at a (/code/lib/index.ts:1:2)', ['index.ts', 'lib/index.ts'])).toMatchObject([
      { path: 'lib/index.ts' },
    ])
  })
  it('keeps every character of the stack', () => {
    const stack = 'TypeError: x\n    at handler (/code/index.mjs:2:1)\n    at main'
    const text = stackLinks(stack, ['index.mjs']).map((part) => (typeof part === 'string' ? part : part.text))
    expect(text.join('')).toBe(stack)
  })
})

import { expect, test } from 'vitest'
import { DEBUG_ATTACHED, DEBUG_MESSAGE } from '../protocol/frames.ts'
import { DebugLink } from './debug-link.ts'
import type { Wire } from './wire.ts'

test('a message that is much work to read is paid for before more may come', () => {
  let granted = 0
  const wire = { send: () => void (granted += 1) } as unknown as Wire
  const link = new DebugLink(() => undefined)
  link.connect(wire, { redact: (text) => text, onPaused: () => {} })
  link.frame(DEBUG_ATTACHED, 0, Buffer.alloc(0))
  const message = (params: string) => Buffer.from(`\x01{"method":"Runtime.consoleAPICalled","params":${params}}`)
  link.frame(DEBUG_MESSAGE, 1, message('"short"'))
  expect(granted).toBe(2)
  link.frame(DEBUG_MESSAGE, 1, message(`[${'1,'.repeat(1_500_000)}1]`))
  expect(granted).toBe(2)
})

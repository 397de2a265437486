import { expect, test } from 'vitest'
import { ServerLog } from './server-log.ts'

const line = (fields: object) => JSON.stringify({ level: 30, time: '2026-11-28T12:00:00.000Z', ...fields })

test('lines of the server become rows, without what nobody can read', async () => {
  const log = new ServerLog()
  log.write(line({ level: 50, msg: 'A request failed', requestId: 'r-1' }))
  log.write('no JSON')
  log.write(line({ msg: 'x'.repeat(3_000), deep: 'y'.repeat(9_000) }))
  const rows = log.take()
  expect(rows[0]).toMatchObject({ level: 'error', message: 'A request failed', fields: '{"requestId":"r-1"}' })
  expect([rows.length, rows[1]!.message.length, rows[1]!.fields.length]).toEqual([2, 2_000, 8_000])
})

test('a flood is cut, and says how much', async () => {
  const log = new ServerLog()
  for (let n = 0; n < 2_000; n++) log.write(line({ msg: `line ${n}` }))
  const rows = log.take()
  expect(rows).toHaveLength(601)
  expect(rows.at(-1)).toMatchObject({ level: 'warn', fields: '{"lines":1400}' })
  expect(log.take()).toEqual([])
})

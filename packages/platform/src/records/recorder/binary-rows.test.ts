import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../testing/index.ts'
import { BinaryRows } from './binary-rows.ts'
import { copyIn } from './copy-in.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client(database.url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const row = fc.record({
  id: fc.uuid(),
  number: fc.option(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 })),
  small: fc.option(fc.float({ noNaN: true, noDefaultInfinity: true }).map((small) => small + 0)),
  // PostgreSQL keeps the sign of zero, but we never measure -0.
  large: fc.double({ noNaN: true, noDefaultInfinity: true }).map((large) => large + 0),
  time: fc.integer({ min: Date.UTC(1971), max: Date.UTC(2200) }),
  text: fc.option(fc.string({ unit: 'grapheme', maxLength: 100 }).filter((text) => !text.includes('\0'))),
})

test('PostgreSQL reads what was written, whatever the values', async () => {
  await client.query(
    'create temp table copied (at int4, id uuid, number int4, small float4, large float8, time timestamptz, text text)',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 50 }), async (written) => {
      const rows = new BinaryRows()
      for (const [at, { id, number, small, large, time, text }] of written.entries()) {
        rows.row(7)
        rows.int4(at)
        rows.uuid(id)
        rows.int4(number)
        rows.float4(small)
        rows.float8(large)
        rows.timestamp(time)
        rows.text(text)
      }
      await client.query('truncate copied')
      await copyIn(client, 'copied', [rows.slice(0, rows.length)])
      const read = await client.query(
        'select id, number, small::float8 as small, large, time, text from copied order by at',
      )
      expect(read.rows).toEqual(written.map((each) => ({ ...each, time: new Date(each.time) })))
    }),
    { numRuns: 30 },
  )
})

test.each([
  '',
  'no uuid',
  '019a0000-aaaa-7bbb-8ccc-0123456789ag',
  '019a0000xaaaa-7bbb-8ccc-0123456789ab',
  '019a0000-aaaa-7bbb-8ccc-0123456789aé',
])('%j is refused as a UUID', (text) => {
  expect(() => new BinaryRows().uuid(text)).toThrow(TypeError)
})

test.each([1e12, 0.5, Number.NaN])('%d is refused as an int4', (value) => {
  expect(() => new BinaryRows().int4(value)).toThrow(RangeError)
})

test('a statement that fails leaves the connection usable', async () => {
  const rows = new BinaryRows()
  rows.row(1)
  rows.text('one column, where the table has another type')
  await client.query('create temp table numbers (number int4)')
  await expect(copyIn(client, 'numbers', [rows.slice(0, rows.length)])).rejects.toMatchObject({ code: /^22/ })
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

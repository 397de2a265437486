import type { Test } from '@alcove/contract'
import { createHash } from 'node:crypto'
import { iso } from '../../database/connect.ts'
import type { tests } from '../../database/schema/index.ts'
import { etagOf } from '../../kernel/etag-of.ts'

type Row = typeof tests.$inferSelect

export const etagOfTest = ({ description, event, expect }: Row): string => etagOf([description, event, expect])

export function testOf(row: Row): Test {
  const { name, description, expect, updatedBy } = row
  return {
    name,
    description,
    expect,
    updatedBy,
    event: JSON.parse(row.event) as unknown,
    eventText: row.event,
    expectText: JSON.stringify(expect),
    etag: etagOfTest(row),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  }
}

/** Changes with every event, every expectation and the environment, and with nothing else. */
export function suiteOf(rows: readonly Pick<Row, 'name' | 'event' | 'expect'>[], environment: object): string {
  const parts = rows
    .map(({ name, event, expect }) => [name, event, expect] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([environment, parts]))
    .digest('hex')
}

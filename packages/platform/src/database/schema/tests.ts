import { withExactNumbers, type Expect, type TestCoverage, type TestResult } from '@alcove/contract'
import {
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { functions } from './functions.ts'
import { time } from './time.ts'

const functionId = () =>
  uuid('function_id')
    .notNull()
    .references(() => functions.id, { onDelete: 'cascade' })

/** JSON as it was written: numbers keep their digits, and objects their order. */
const exactJson = <T>() =>
  customType<{ data: T; driverData: string }>({
    dataType: () => 'text',
    toDriver: (value) => JSON.stringify(value),
    fromDriver: (text) => JSON.parse(text, withExactNumbers) as T,
  })()

export const tests = pgTable(
  'tests',
  {
    functionId: functionId(),
    name: text().notNull(),
    description: text().notNull(),
    /** JSON text: numbers keep their digits, and objects their order. */
    event: text().notNull(),
    expect: exactJson<Expect>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
    updatedBy: text('updated_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.name] })],
)

export const testRuns = pgTable(
  'test_runs',
  {
    id: uuid().primaryKey(),
    functionId: functionId(),
    qualifier: text().notNull(),
    version: integer(),
    /** The code and configuration that ran. */
    revision: text().notNull(),
    /** All tests of the function ran, and not a choice of them. */
    whole: boolean().notNull(),
    /** What the tests were: a run with others says nothing about these. */
    suite: text().notNull(),
    passed: integer().notNull(),
    failed: integer().notNull(),
    results: jsonb().$type<TestResult[]>().notNull(),
    coverage: jsonb().$type<TestCoverage>(),
    durationMs: doublePrecision('duration_ms').notNull(),
    at: time('at').notNull().defaultNow(),
    by: text().notNull(),
  },
  (table) => [index('test_runs_function').on(table.functionId, table.id)],
)

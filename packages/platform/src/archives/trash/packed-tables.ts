import { getTableColumns, getTableName } from 'drizzle-orm'
import {
  aliases,
  aliasMoves,
  drafts,
  draftSaves,
  functions,
  grants,
  issueHours,
  issues,
  metricTotals,
  testRuns,
  tests,
  triggers,
  versions,
} from '../../database/schema/index.ts'

/**
 * The tables whose rows go to the trash with their function `f`: those with a foreign key to it that are not made anew on
 * restoring. Each comes after those it refers to.
 */
export const PACKED_TABLES = [
  { table: functions, of: 'r.id = f.id' },
  { table: drafts, of: 'r.function_id = f.id' },
  { table: draftSaves, of: 'r.function_id = f.id' },
  { table: versions, of: 'r.function_id = f.id' },
  { table: aliases, of: 'r.function_id = f.id' },
  { table: aliasMoves, of: 'r.function_id = f.id' },
  { table: tests, of: 'r.function_id = f.id' },
  { table: testRuns, of: 'r.function_id = f.id' },
  { table: triggers, of: 'r.function_id = f.id' },
  { table: grants, of: 'r.function_id = f.id' },
  { table: issues, of: 'r.function_id = f.id' },
  { table: metricTotals, of: 'r.function_id = f.id' },
  { table: issueHours, of: 'r.issue_id in (select i.id from issues i where i.function_id = f.id)' },
].map(({ table, of }) => ({
  name: getTableName(table),
  columns: Object.values(getTableColumns(table)).map(({ name }) => name),
  of,
}))

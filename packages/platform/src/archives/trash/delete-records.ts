import { inArray } from 'drizzle-orm'
import type { Transaction } from '../../database/connect.ts'
import {
  instances,
  invocations,
  logFeed,
  logLines,
  metricMinutes,
  taskDeliveries,
  tasks,
  triggerMinutes,
} from '../../database/schema/index.ts'

/** Records have no foreign keys (see the schema): removing their function for good deletes them here. */
export async function deleteRecords(tx: Transaction, functionIds: string[]): Promise<void> {
  if (functionIds.length === 0) return
  for (const records of [
    invocations,
    instances,
    logLines,
    logFeed,
    metricMinutes,
    triggerMinutes,
    tasks,
    taskDeliveries,
  ]) {
    await tx.delete(records).where(inArray(records.functionId, functionIds))
  }
}

import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { grants } from '../../database/schema/index.ts'
import type { Subject } from './subject-of.ts'

/** The one grant of a subject in a space, on all of it or on one function. */
export function thisGrant(spaceId: string, { accountId, groupId }: Subject, functionId: string | null): SQL {
  return and(
    eq(grants.spaceId, spaceId),
    accountId === null ? isNull(grants.accountId) : eq(grants.accountId, accountId),
    groupId === null ? isNull(grants.groupId) : eq(grants.groupId, groupId),
    functionId === null ? isNull(grants.functionId) : eq(grants.functionId, functionId),
  )!
}

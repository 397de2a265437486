import { AlcoveError, invalid, type Group, type PutGroup } from '@alcove/contract'
import { eq, inArray, or } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { requireOfKey } from '../access/require-of-key.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type Ctx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { newId } from '../../database/ids.ts'
import { lockTable } from '../../database/lock-table.ts'
import type { Put } from '../../database/put.ts'
import { accounts, groupMembers, groups } from '../../database/schema/index.ts'
import { groupOf, selectGroups } from './group-of.ts'

type PutInput = PutGroup & {
  name: string
  /** ETags of the group that the caller has seen. */
  expected?: Expected | undefined
}

/** Makes a group, or gives it exactly these members. */
export const putGroup = verb(async ({ ctx, input }: { ctx: Ctx; input: PutInput }): Promise<Put<Group>> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  // New members get the roles of the group: a key that may not grant must not add members either.
  requireOfKey(ctx.actor, 'grants:write')
  const { name, description, claim, expected } = input
  const settings = { ...(description !== undefined && { description }), ...(claim !== undefined && { claim }) }
  return change(ctx, async (ctx) => {
    await lockTable(ctx.db, groups)
    const [before] = await selectGroups(ctx).where(eq(groups.name, name))
    requireExpected(expected, before ? groupOf(before).etag : null, `The group ${name}`)
    const [put] = await ctx.db
      .insert(groups)
      .values({ id: newId(ctx.platform.clock.now()), name, ...settings })
      .onConflictDoUpdate({ target: groups.name, set: { name, ...settings } })
      .returning({ id: groups.id, claim: groups.claim })
    const had = before?.members ?? []
    const members =
      input.members && (await setMembers(ctx, { claim: put!.claim, members: had }, put!.id, input.members))
    await ctx.change.audit('groups:put', `group ${name}`, {
      before: before ? { members: had.map(({ email }) => email) } : null,
      after: { members: (members ?? had).map(({ email }) => email).toSorted(), ...settings },
    })
    ctx.change.accessChanged()
    const [row] = await selectGroups(ctx).where(eq(groups.id, put!.id))
    return { created: !before, value: groupOf(row!) }
  })
})

async function setMembers(ctx: Changing, before: Pick<Group, 'claim' | 'members'>, groupId: string, given: string[]) {
  const members = await membersOf(ctx, given)
  requireByHand(before, members)
  await ctx.db.delete(groupMembers).where(eq(groupMembers.groupId, groupId))
  if (members.length > 0) {
    await ctx.db.insert(groupMembers).values(members.map(({ id }) => ({ groupId, accountId: id })))
  }
  return members
}

/** Members of a group with a claim come from the identity provider at each sign-in, so nobody may set them here. */
function requireByHand(group: { claim: string | null; members: Group['members'] }, members: { id: string }[]): void {
  const given = new Set(members.map(({ id }) => id))
  const same = given.size === group.members.length && group.members.every(({ accountId }) => given.has(accountId))
  if (group.claim !== null && !same) {
    throw new AlcoveError(
      'Conflict',
      `Sign-ins with the claim ${group.claim} fill this group: take the claim away first`,
    )
  }
}

async function membersOf(ctx: Changing, given: string[]): Promise<{ id: string; email: string }[]> {
  if (given.length === 0) return []
  const emails = given.map((text) => text.toLowerCase())
  const found = await ctx.db
    .select({ id: accounts.id, email: accounts.email })
    .from(accounts)
    .where(or(inArray(accounts.id, given), inArray(accounts.email, emails)))
  const known = new Set(found.flatMap(({ id, email }) => [id, email]))
  const missing = given.findIndex((text) => !known.has(text) && !known.has(text.toLowerCase()))
  if (missing >= 0) throw invalid(`members.${missing}`, `There is no account ${given[missing]}: invite it first`)
  return found
}

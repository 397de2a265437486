import type { InvitationInfo } from '@alcove/contract'
import { verb, type Ctx } from '../../kernel/context.ts'
import { findInvitation, kindOf } from './find-invitation.ts'

/** Tells what a link is for. The token is the right to know. */
export const describeInvitation = verb(
  async ({ ctx, input }: { ctx: Ctx; input: { token: string } }): Promise<InvitationInfo> => {
    const { account } = await findInvitation(ctx.platform, ctx.db, input.token)
    return { kind: kindOf(account), email: account?.email ?? null, name: account?.name ?? null }
  },
)

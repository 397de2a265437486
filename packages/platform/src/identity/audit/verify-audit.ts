import type { AuditVerification } from '@alcove/contract'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { verifyChain } from './verify-chain.ts'

export const verifyAudit = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<AuditVerification> => {
  authorizePlatform({ ctx, action: 'audit:read' })
  return ctx.platform.searches.run(ctx, (connection) => verifyChain(connection, ctx.platform.sealer))
})

import type { UpdateSettings } from '@alcove/contract'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { settings } from '../../database/schema/index.ts'
import { readSettings, type StoredSettings } from './get-settings.ts'

export const updateSettings = verb(
  async ({ ctx, input }: { ctx: Ctx; input: UpdateSettings }): Promise<StoredSettings> => {
    authorizePlatform({ ctx, action: 'platform:admin' })
    return change(ctx, async (ctx) => {
      const before = await readSettings(ctx)
      const next = { ...before, ...input }
      const { twoFactorFrom, ...rest } = next
      const row = { ...rest, twoFactorFrom: twoFactorFrom === null ? null : new Date(twoFactorFrom) }
      await ctx.db.insert(settings).values(row).onConflictDoUpdate({ target: settings.only, set: row })
      if (input.twoFactorFrom !== undefined) ctx.change.accessChanged()
      await ctx.change.audit('settings:update', 'settings', { before, after: next })
      return next
    })
  },
)

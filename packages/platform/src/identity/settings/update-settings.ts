import type { UpdateSettings } from '@alcove/contract'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { change } from '../../kernel/change.ts'
import { lockTable } from '../../database/lock-table.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { settings } from '../../database/schema/index.ts'
import { readSettings, type StoredSettings } from './get-settings.ts'

type UpdateSettingsInput = UpdateSettings & {
  /** ETags of the settings that the caller has seen. */
  expected?: Expected | undefined
}

export const updateSettings = verb(
  async ({ ctx, input }: { ctx: Ctx; input: UpdateSettingsInput }): Promise<StoredSettings> => {
    authorizePlatform({ ctx, action: 'platform:admin' })
    const { expected, ...given } = input
    return change(ctx, async (ctx) => {
      await lockTable(ctx.db, settings)
      const { etag, ...before } = await readSettings(ctx)
      requireExpected(expected, etag, 'The settings of Alcove')
      const next = { ...before, ...given }
      const { twoFactorFrom, ...rest } = next
      const row = { ...rest, twoFactorFrom: twoFactorFrom === null ? null : new Date(twoFactorFrom) }
      await ctx.db.insert(settings).values(row).onConflictDoUpdate({ target: settings.only, set: row })
      if (given.twoFactorFrom !== undefined) ctx.change.accessChanged()
      await ctx.change.audit('settings:update', 'settings', { before, after: next })
      return readSettings(ctx)
    })
  },
)

import { Settings, UpdateSettings } from '@alcove/contract'
import { getSettings, updateSettings } from '@alcove/platform'
import { requireOnDisk } from '../spaces/space.ts'
import { route } from '../route.ts'

export const settingsRoutes = [
  route({
    method: 'get',
    path: '/settings',
    action: 'platform:admin',
    summary: 'Read what holds for the whole installation',
    answer: Settings,
    run: async ({ deps, ctx }) => ({
      ...(await getSettings({ ctx, input: {} })),
      storageDiskMb: deps.engine.storageDiskMb,
    }),
  }),
  route({
    method: 'patch',
    path: '/settings',
    action: 'platform:admin',
    summary: 'Change what holds for the whole installation',
    body: UpdateSettings,
    answer: Settings,
    run: async ({ deps, ctx, body }) => {
      requireOnDisk(deps.engine, 'spaceStorageMaxMb', body.spaceStorageMaxMb)
      return { ...(await updateSettings({ ctx, input: body })), storageDiskMb: deps.engine.storageDiskMb }
    },
  }),
]

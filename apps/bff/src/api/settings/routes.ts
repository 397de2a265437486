import { Settings, UpdateSettings } from '@alcove/contract'
import { getSettings, updateSettings } from '@alcove/platform'
import { requireOnDisk } from '../spaces/space.ts'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const settingsRoutes = [
  route({
    method: 'get',
    path: '/settings',
    action: 'platform:admin',
    summary: 'Read what holds for the whole installation',
    answer: Settings,
    headers: (settings) => ({ ETag: quoted(settings.etag) }),
    run: async ({ deps, ctx }) => ({
      ...(await getSettings({ ctx, input: {} })),
      storageDiskMb: deps.engine.storageDiskMb,
    }),
  }),
  route({
    method: 'patch',
    path: '/settings',
    action: 'platform:admin',
    summary: 'Change what holds for the whole installation. If-Match: only as you last saw it',
    body: UpdateSettings,
    answer: Settings,
    headers: (settings) => ({ ETag: quoted(settings.etag) }),
    run: async ({ deps, ctx, body, request }) => {
      requireOnDisk(deps.engine, 'spaceStorageMaxMb', body.spaceStorageMaxMb)
      const saved = await updateSettings({ ctx, input: { ...body, expected: expectedBy(request.headers) } })
      return { ...saved, storageDiskMb: deps.engine.storageDiskMb }
    },
  }),
]

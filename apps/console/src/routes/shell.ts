import { createRootRoute, createRoute, redirect } from '@tanstack/react-router'
import { queryClient } from '../api/client.ts'
import { isApiError } from '../api/error.ts'
import { meQuery } from '../api/session.ts'
import { applyPreferences } from '../components/preferences.ts'
import { Shell } from '../components/shell/Shell.tsx'
import { pageSearch } from '../navigation/search/shared.ts'

export const root = createRootRoute()

/** All pages behind the sign-in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  validateSearch: pageSearch,
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(meQuery)
      await applyPreferences(me)
      if (me.mustEnroll && location.pathname !== '/profile') throw redirect({ to: '/profile' })
    } catch (error) {
      if (!isApiError(error, 'Unauthenticated')) throw error
      throw redirect({ to: '/sign-in', search: { next: location.href === '/' ? undefined : location.href } })
    }
  },
})

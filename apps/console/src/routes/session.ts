import { createRoute } from '@tanstack/react-router'
import { lazyPage } from './lazyPage.ts'
import { signInSearch, tokenSearch } from '../navigation/search/session.ts'
import { root } from './shell.ts'

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyPage(() => import('../pages/session/SignInPage.tsx')),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: tokenSearch,
  component: lazyPage(() => import('../pages/session/AcceptPage.tsx')),
})
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  validateSearch: tokenSearch,
  component: lazyPage(() => import('../pages/session/AcceptPage.tsx')),
})

/** The pages of those who are not signed in yet. */
export const sessionRoutes = [signIn, setup, invite] as const

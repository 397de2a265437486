import { createRoute } from '@tanstack/react-router'
import { lazyPage } from './lazyPage.ts'
import { auditSearch, itemSearch, serverLogSearch } from '../navigation/search/installation.ts'
import { listSearch, overviewSearch, tasksSearch } from '../navigation/search/shared.ts'
import { shell } from './shell.ts'
import { insideSpace, ofPlatform, withSentences } from './texts.ts'

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  staticData: { crumbs: ['shell.allSpaces'], title: 'shell.overview' },
  validateSearch: overviewSearch,
  component: lazyPage(withSentences(() => import('../pages/overview/OverviewPage.tsx'))),
})
const spaces = createRoute({
  getParentRoute: () => shell,
  path: '/spaces',
  staticData: { crumbs: ['shell.spaces'] },
  validateSearch: listSearch,
  component: lazyPage(insideSpace(() => import('../pages/spaces/SpacesPage.tsx'))),
})
const newSpace = createRoute({
  getParentRoute: () => shell,
  path: '/spaces/new',
  staticData: { crumbs: ['shell.spaces', 'shell.newSpace'] },
  component: lazyPage(() => import('../pages/spaces/NewSpacePage.tsx')),
})
const allTasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  staticData: { crumbs: ['shell.allSpaces', 'shell.tasks'] },
  validateSearch: tasksSearch,
  component: lazyPage(insideSpace(() => import('../pages/tasks/TasksPage.tsx'))),
})
const keys = createRoute({
  getParentRoute: () => shell,
  path: '/keys',
  staticData: { crumbs: ['shell.keys'] },
  component: lazyPage(insideSpace(ofPlatform(() => import('../pages/keys/KeysPage.tsx')))),
})
const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  staticData: { crumbs: ['shell.profile'] },
  component: lazyPage(ofPlatform(() => import('../pages/profile/ProfilePage.tsx'))),
})
const groups = createRoute({
  getParentRoute: () => shell,
  path: '/groups',
  staticData: { crumbs: ['shell.accounts', 'shell.groups'] },
  validateSearch: itemSearch,
  component: lazyPage(ofPlatform(() => import('../pages/accounts/groups/GroupsPage.tsx'))),
})
const identityProviders = createRoute({
  getParentRoute: () => shell,
  path: '/identity-providers',
  staticData: { crumbs: ['shell.accounts', 'shell.singleSignOn'] },
  validateSearch: itemSearch,
  component: lazyPage(ofPlatform(() => import('../pages/accounts/providers/ProvidersPage.tsx'))),
})
const accounts = createRoute({
  getParentRoute: () => shell,
  path: '/accounts',
  validateSearch: itemSearch,
  staticData: { crumbs: ['shell.accounts'] },
  component: lazyPage(ofPlatform(() => import('../pages/accounts/AccountsPage.tsx'))),
})
const help = createRoute({
  getParentRoute: () => shell,
  path: '/help/{-$page}',
  staticData: { crumbs: ['shell.help'] },
  component: lazyPage(ofPlatform(() => import('../pages/help/HelpPage.tsx'))),
})
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  staticData: { crumbs: ['shell.audit'] },
  component: lazyPage(ofPlatform(() => import('../pages/audit/AuditPage.tsx'))),
  validateSearch: auditSearch,
})
const engine = createRoute({
  getParentRoute: () => shell,
  path: '/engine',
  staticData: { crumbs: ['shell.engine'] },
  component: lazyPage(insideSpace(ofPlatform(() => import('../pages/engine/EnginePage.tsx')))),
})
const health = createRoute({
  getParentRoute: () => shell,
  path: '/health',
  staticData: { crumbs: ['shell.health'] },
  component: lazyPage(ofPlatform(() => import('../pages/health/HealthPage.tsx'))),
})
const serverLog = createRoute({
  getParentRoute: () => shell,
  path: '/health/log',
  staticData: { crumbs: ['shell.health', 'shell.serverLog'] },
  validateSearch: serverLogSearch,
  component: lazyPage(ofPlatform(() => import('../pages/health/ServerLogPage.tsx'))),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  staticData: { crumbs: ['shell.settings'] },
  component: lazyPage(insideSpace(ofPlatform(() => import('../pages/settings/SettingsPage.tsx')))),
})
const nowhere = createRoute({
  getParentRoute: () => shell,
  path: '$',
  staticData: { crumbs: ['errors.NotFound'] },
  component: lazyPage(() => import('../pages/NotFoundPage.tsx')),
})

/** The pages about all of Alcove. */
export const installationRoutes = [
  overview,
  spaces,
  newSpace,
  allTasks,
  keys,
  profile,
  groups,
  identityProviders,
  accounts,
  help,
  audit,
  engine,
  health,
  serverLog,
  settings,
  nowhere,
] as const

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { queryClient } from './api/client.ts'
import { isApiError } from './api/error.ts'
import { meQuery } from './api/session.ts'
import { applyPreferences } from './components/preferences.ts'
import { RouteError } from './components/RouteError.tsx'
import { Shell } from './components/shell/Shell.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import * as search from './navigation/search.ts'
import { loadTexts, type ShellText } from './i18n/index.ts'

/** All routes of the console. `crumb` is a text key, or `:param` for a name in the address. */
const root = createRootRoute({ notFoundComponent: NotFoundPage, errorComponent: RouteError })

/** Pages inside a space, and those about all of Alcove, have texts of their own: load them with the page. */
const withTexts =
  (part: 'space' | 'platform') =>
  <Page,>(load: () => Promise<Page>) =>
  async (): Promise<Page> =>
    (await Promise.all([load(), loadTexts(part)]))[0]
const insideSpace = withTexts('space')
const ofPlatform = withTexts('platform')

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: search.signInSearch,
  component: lazyRouteComponent(() => import('./pages/session/SignInPage.tsx')),
})
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: search.tokenSearch,
  component: lazyRouteComponent(() => import('./pages/session/AcceptPage.tsx')),
})
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  validateSearch: search.tokenSearch,
  component: lazyRouteComponent(() => import('./pages/session/AcceptPage.tsx')),
})

/** All pages behind the sign-in. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  validateSearch: search.pageSearch,
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

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  staticData: { crumbs: ['shell.allSpaces'], title: 'shell.overview' },
  validateSearch: search.overviewSearch,
  component: lazyRouteComponent(() => import('./pages/overview/OverviewPage.tsx')),
})
const spaces = createRoute({
  getParentRoute: () => shell,
  path: '/spaces',
  staticData: { crumbs: ['shell.spaces'] },
  validateSearch: search.listSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/spaces/SpacesPage.tsx'))),
})
const newSpace = createRoute({
  getParentRoute: () => shell,
  path: '/spaces/new',
  staticData: { crumbs: ['shell.spaces', 'shell.newSpace'] },
  component: lazyRouteComponent(() => import('./pages/spaces/NewSpacePage.tsx')),
})
const allTasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  staticData: { crumbs: ['shell.allSpaces', 'shell.tasks'] },
  validateSearch: search.tasksSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/tasks/TasksPage.tsx'))),
})
const keys = createRoute({
  getParentRoute: () => shell,
  path: '/keys',
  staticData: { crumbs: ['shell.keys'] },
  component: lazyRouteComponent(insideSpace(ofPlatform(() => import('./pages/keys/KeysPage.tsx')))),
})
const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  staticData: { crumbs: ['shell.profile'] },
  component: lazyRouteComponent(ofPlatform(() => import('./pages/profile/ProfilePage.tsx'))),
})
const groups = createRoute({
  getParentRoute: () => shell,
  path: '/groups',
  staticData: { crumbs: ['shell.accounts', 'shell.groups'] },
  validateSearch: search.itemSearch,
  component: lazyRouteComponent(ofPlatform(() => import('./pages/accounts/groups/GroupsPage.tsx'))),
})
const identityProviders = createRoute({
  getParentRoute: () => shell,
  path: '/identity-providers',
  staticData: { crumbs: ['shell.accounts', 'shell.singleSignOn'] },
  validateSearch: search.itemSearch,
  component: lazyRouteComponent(ofPlatform(() => import('./pages/accounts/providers/ProvidersPage.tsx'))),
})
const accounts = createRoute({
  getParentRoute: () => shell,
  path: '/accounts',
  validateSearch: search.itemSearch,
  staticData: { crumbs: ['shell.accounts'] },
  component: lazyRouteComponent(ofPlatform(() => import('./pages/accounts/AccountsPage.tsx'))),
})
const help = createRoute({
  getParentRoute: () => shell,
  path: '/help/{-$page}',
  staticData: { crumbs: ['shell.help'] },
  component: lazyRouteComponent(ofPlatform(() => import('./pages/help/HelpPage.tsx'))),
})
const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  staticData: { crumbs: ['shell.audit'] },
  component: lazyRouteComponent(ofPlatform(() => import('./pages/audit/AuditPage.tsx'))),
  validateSearch: search.auditSearch,
})
const engine = createRoute({
  getParentRoute: () => shell,
  path: '/engine',
  staticData: { crumbs: ['shell.engine'] },
  component: lazyRouteComponent(insideSpace(ofPlatform(() => import('./pages/engine/EnginePage.tsx')))),
})
const health = createRoute({
  getParentRoute: () => shell,
  path: '/health',
  staticData: { crumbs: ['shell.health'] },
  component: lazyRouteComponent(ofPlatform(() => import('./pages/health/HealthPage.tsx'))),
})
const serverLog = createRoute({
  getParentRoute: () => shell,
  path: '/health/log',
  staticData: { crumbs: ['shell.health', 'shell.serverLog'] },
  validateSearch: search.serverLogSearch,
  component: lazyRouteComponent(ofPlatform(() => import('./pages/health/ServerLogPage.tsx'))),
})
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  staticData: { crumbs: ['shell.settings'] },
  component: lazyRouteComponent(insideSpace(ofPlatform(() => import('./pages/settings/SettingsPage.tsx')))),
})

const space = createRoute({
  getParentRoute: () => shell,
  path: '/s/$space',
})
const functions = createRoute({
  getParentRoute: () => space,
  path: '/',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.functions'] },
  validateSearch: search.listSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/functions/FunctionsTab.tsx'))),
})
const members = createRoute({
  getParentRoute: () => space,
  path: '/members',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.members'] },
  validateSearch: search.membersSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/members/MembersTab.tsx'))),
})
const gateway = createRoute({
  getParentRoute: () => space,
  path: '/gateway',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.gateway'] },
  validateSearch: search.gatewaySearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/gateway/GatewayTab.tsx'))),
})
const buckets = createRoute({
  getParentRoute: () => space,
  path: '/buckets',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.buckets', ':bucket'] },
  validateSearch: search.bucketsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/buckets/BucketsTab.tsx'))),
})
const tasks = createRoute({
  getParentRoute: () => space,
  path: '/tasks',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.tasks'] },
  validateSearch: search.tasksSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/tasks/TasksTab.tsx'))),
})
const events = createRoute({
  getParentRoute: () => space,
  path: '/events',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.events'] },
  validateSearch: search.eventsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/events/EventsTab.tsx'))),
})
const spaceLogs = createRoute({
  getParentRoute: () => space,
  path: '/logs',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.logs'] },
  validateSearch: search.spaceLogsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/logs/LogsPage.tsx'))),
})
const spaceInvocations = createRoute({
  getParentRoute: () => space,
  path: '/invocations',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.invocations'] },
  validateSearch: search.invocationsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/invocations/InvocationsPage.tsx'))),
})
const traces = createRoute({
  getParentRoute: () => space,
  path: '/traces',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.traces'] },
  validateSearch: search.tracesSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/traces/TracesTab.tsx'))),
})
const trace = createRoute({
  getParentRoute: () => space,
  path: '/traces/$trace',
  staticData: { crumbs: [':space', 'shell.traces', 'shell.trace'] },
  validateSearch: search.traceSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/traces/TracePage.tsx'))),
})
const issues = createRoute({
  getParentRoute: () => space,
  path: '/issues',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.issues'] },
  validateSearch: search.issuesSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/issues/IssuesTab.tsx'))),
})
const alerts = createRoute({
  getParentRoute: () => space,
  path: '/alerts',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.alerts'] },
  validateSearch: search.alertsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/alerts/AlertsTab.tsx'))),
})
const boards = createRoute({
  getParentRoute: () => space,
  path: '/boards',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.boards'] },
  validateSearch: search.boardsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/boards/BoardsTab.tsx'))),
})
const sinks = createRoute({
  getParentRoute: () => space,
  path: '/sinks',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.sinks'] },
  validateSearch: search.sinksSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/sinks/SinksTab.tsx'))),
})
const layers = createRoute({
  getParentRoute: () => space,
  path: '/layers',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.layers'] },
  validateSearch: search.layersSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/layers/LayersTab.tsx'))),
})
const usage = createRoute({
  getParentRoute: () => space,
  path: '/usage',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.usage'] },
  validateSearch: search.usageSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/usage/UsageTab.tsx'))),
})
const statement = createRoute({
  getParentRoute: () => space,
  path: '/statement',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.statement'] },
  validateSearch: search.statementSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/usage/statement/StatementPage.tsx'))),
})
const exchange = createRoute({
  getParentRoute: () => space,
  path: '/exchange',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.exchange'] },
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/exchange/ExchangePage.tsx'))),
})
const spaceSettings = createRoute({
  getParentRoute: () => space,
  path: '/settings',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.settings'] },
  component: lazyRouteComponent(insideSpace(() => import('./pages/space/settings/SettingsTab.tsx'))),
})

const newFunction = createRoute({
  getParentRoute: () => shell,
  path: '/s/$space/f/new',
  staticData: { crumbs: [':space', 'shell.functions', 'shell.newFunction'] },
  validateSearch: search.newFunctionSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/new/NewFunctionPage.tsx'))),
})
const fn = createRoute({
  getParentRoute: () => shell,
  path: '/s/$space/f/$fn',
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/layout/FunctionLayout.tsx'))),
})
const fnOverview = createRoute({
  getParentRoute: () => fn,
  path: '/',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.overview'] },
  validateSearch: search.overviewSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/overview/OverviewTab.tsx'))),
})
const code = createRoute({
  getParentRoute: () => fn,
  path: '/code',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.code'] },
  validateSearch: search.codeSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/code/CodeTab.tsx'))),
})
const history = createRoute({
  getParentRoute: () => fn,
  path: '/code/history',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.code'] },
  validateSearch: search.historySearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/code/history/HistoryTab.tsx'))),
})
const tests = createRoute({
  getParentRoute: () => fn,
  path: '/tests',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.tests'] },
  validateSearch: search.testsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/tests/TestsTab.tsx'))),
})
const versions = createRoute({
  getParentRoute: () => fn,
  path: '/versions',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.versions'] },
  validateSearch: search.versionsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/versions/VersionsTab.tsx'))),
})
const triggers = createRoute({
  getParentRoute: () => fn,
  path: '/triggers',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.triggers'] },
  validateSearch: search.triggersSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/triggers/TriggersTab.tsx'))),
})
const invocations = createRoute({
  getParentRoute: () => fn,
  path: '/invocations',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.invocations'] },
  validateSearch: search.invocationsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/invocations/InvocationsTab.tsx'))),
})
const replays = createRoute({
  getParentRoute: () => fn,
  path: '/invocations/replays',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.invocations'] },
  validateSearch: search.replaysSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/replays/ReplaysTab.tsx'))),
})
const logs = createRoute({
  getParentRoute: () => fn,
  path: '/logs',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.logs'] },
  validateSearch: search.logsSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/logs/LogsTab.tsx'))),
})
const monitoring = createRoute({
  getParentRoute: () => fn,
  path: '/monitoring',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.monitoring'] },
  validateSearch: search.monitoringSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/monitoring/MonitoringTab.tsx'))),
})
const instances = createRoute({
  getParentRoute: () => fn,
  path: '/instances',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.instances'] },
  validateSearch: search.instancesSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/instances/InstancesTab.tsx'))),
})
const configuration = createRoute({
  getParentRoute: () => fn,
  path: '/configuration',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.configuration'] },
  validateSearch: search.configurationSearch,
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/configuration/ConfigurationTab.tsx'))),
})
const parameters = createRoute({
  getParentRoute: () => fn,
  path: '/configuration/parameters',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.parameters'] },
  component: lazyRouteComponent(insideSpace(() => import('./pages/function/parameters/ParametersPage.tsx'))),
})

export const routeTree = root.addChildren([
  signIn,
  setup,
  invite,
  shell.addChildren([
    overview,
    spaces,
    newSpace,
    allTasks,
    keys,
    accounts,
    groups,
    identityProviders,
    profile,
    help,
    audit,
    engine,
    health,
    serverLog,
    settings,
    space.addChildren([
      functions,
      gateway,
      buckets,
      tasks,
      events,
      spaceLogs,
      spaceInvocations,
      traces,
      trace,
      issues,
      alerts,
      boards,
      sinks,
      layers,
      members,
      usage,
      statement,
      exchange,
      spaceSettings,
    ]),
    newFunction,
    fn.addChildren([
      fnOverview,
      code,
      history,
      tests,
      versions,
      triggers,
      invocations,
      replays,
      logs,
      monitoring,
      instances,
      configuration,
      parameters,
    ]),
  ]),
])

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    crumbs?: readonly (ShellText | `:${'space' | 'fn' | 'bucket'}`)[]
    /** The document's title where the last crumb does not give it. */
    title?: ShellText
  }
}

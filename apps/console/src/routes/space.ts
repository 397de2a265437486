import { createRoute } from '@tanstack/react-router'
import { lazyPage } from './lazyPage.ts'
import * as search from '../navigation/search.ts'
import { shell } from './shell.ts'
import { insideSpace } from './texts.ts'

const space = createRoute({
  getParentRoute: () => shell,
  path: '/s/$space',
})
const functions = createRoute({
  getParentRoute: () => space,
  path: '/',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.functions'] },
  validateSearch: search.listSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/functions/FunctionsTab.tsx'))),
})
const members = createRoute({
  getParentRoute: () => space,
  path: '/members',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.members'] },
  validateSearch: search.membersSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/members/MembersTab.tsx'))),
})
const gateway = createRoute({
  getParentRoute: () => space,
  path: '/gateway',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.gateway'] },
  validateSearch: search.gatewaySearch,
  component: lazyPage(insideSpace(() => import('../pages/space/gateway/GatewayTab.tsx'))),
})
const buckets = createRoute({
  getParentRoute: () => space,
  path: '/buckets',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.buckets', ':bucket'] },
  validateSearch: search.bucketsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/buckets/BucketsTab.tsx'))),
})
const tasks = createRoute({
  getParentRoute: () => space,
  path: '/tasks',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.tasks'] },
  validateSearch: search.tasksSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/tasks/TasksTab.tsx'))),
})
const events = createRoute({
  getParentRoute: () => space,
  path: '/events',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.events'] },
  validateSearch: search.eventsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/events/EventsTab.tsx'))),
})
const spaceLogs = createRoute({
  getParentRoute: () => space,
  path: '/logs',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.logs'] },
  validateSearch: search.spaceLogsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/logs/LogsPage.tsx'))),
})
const spaceInvocations = createRoute({
  getParentRoute: () => space,
  path: '/invocations',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.invocations'] },
  validateSearch: search.invocationsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/invocations/InvocationsPage.tsx'))),
})
const traces = createRoute({
  getParentRoute: () => space,
  path: '/traces',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.traces'] },
  validateSearch: search.tracesSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/traces/TracesTab.tsx'))),
})
const trace = createRoute({
  getParentRoute: () => space,
  path: '/traces/$trace',
  staticData: { crumbs: [':space', 'shell.traces', 'shell.trace'] },
  validateSearch: search.traceSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/traces/TracePage.tsx'))),
})
const issues = createRoute({
  getParentRoute: () => space,
  path: '/issues',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.issues'] },
  validateSearch: search.issuesSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/issues/IssuesTab.tsx'))),
})
const alerts = createRoute({
  getParentRoute: () => space,
  path: '/alerts',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.alerts'] },
  validateSearch: search.alertsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/alerts/AlertsTab.tsx'))),
})
const boards = createRoute({
  getParentRoute: () => space,
  path: '/boards',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.boards'] },
  validateSearch: search.boardsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/boards/BoardsTab.tsx'))),
})
const sinks = createRoute({
  getParentRoute: () => space,
  path: '/sinks',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.sinks'] },
  validateSearch: search.sinksSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/sinks/SinksTab.tsx'))),
})
const layers = createRoute({
  getParentRoute: () => space,
  path: '/layers',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.layers'] },
  validateSearch: search.layersSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/layers/LayersTab.tsx'))),
})
const usage = createRoute({
  getParentRoute: () => space,
  path: '/usage',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.usage'] },
  validateSearch: search.usageSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/usage/UsageTab.tsx'))),
})
const statement = createRoute({
  getParentRoute: () => space,
  path: '/statement',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.statement'] },
  validateSearch: search.statementSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/usage/statement/StatementPage.tsx'))),
})
const exchange = createRoute({
  getParentRoute: () => space,
  path: '/exchange',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.exchange'] },
  component: lazyPage(insideSpace(() => import('../pages/space/exchange/ExchangePage.tsx'))),
})
const spaceSettings = createRoute({
  getParentRoute: () => space,
  path: '/settings',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.settings'] },
  component: lazyPage(insideSpace(() => import('../pages/space/settings/SettingsTab.tsx'))),
})

export const spaceRoutes = space.addChildren([
  functions,
  members,
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
  usage,
  statement,
  exchange,
  spaceSettings,
])

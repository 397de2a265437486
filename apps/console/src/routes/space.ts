import { createRoute } from '@tanstack/react-router'
import { lazyPage } from './lazyPage.ts'
import { invocationsSearch, listSearch, tasksSearch } from '../navigation/search/shared.ts'
import {
  alertsSearch,
  boardsSearch,
  bucketsSearch,
  eventsSearch,
  gatewaySearch,
  issuesSearch,
  layersSearch,
  membersSearch,
  sinksSearch,
  spaceLogsSearch,
  statementSearch,
  traceSearch,
  tracesSearch,
  usageSearch,
} from '../navigation/search/space.ts'
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
  validateSearch: listSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/functions/FunctionsTab.tsx'))),
})
const members = createRoute({
  getParentRoute: () => space,
  path: '/members',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.members'] },
  validateSearch: membersSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/members/MembersTab.tsx'))),
})
const gateway = createRoute({
  getParentRoute: () => space,
  path: '/gateway',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.gateway'] },
  validateSearch: gatewaySearch,
  component: lazyPage(insideSpace(() => import('../pages/space/gateway/GatewayTab.tsx'))),
})
const buckets = createRoute({
  getParentRoute: () => space,
  path: '/buckets',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.buckets', ':bucket'] },
  validateSearch: bucketsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/buckets/BucketsTab.tsx'))),
})
const tasks = createRoute({
  getParentRoute: () => space,
  path: '/tasks',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.tasks'] },
  validateSearch: tasksSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/tasks/TasksTab.tsx'))),
})
const events = createRoute({
  getParentRoute: () => space,
  path: '/events',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.events'] },
  validateSearch: eventsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/events/EventsTab.tsx'))),
})
const spaceLogs = createRoute({
  getParentRoute: () => space,
  path: '/logs',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.logs'] },
  validateSearch: spaceLogsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/logs/LogsPage.tsx'))),
})
const spaceInvocations = createRoute({
  getParentRoute: () => space,
  path: '/invocations',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.invocations'] },
  validateSearch: invocationsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/invocations/InvocationsPage.tsx'))),
})
const traces = createRoute({
  getParentRoute: () => space,
  path: '/traces',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.traces'] },
  validateSearch: tracesSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/traces/TracesTab.tsx'))),
})
const trace = createRoute({
  getParentRoute: () => space,
  path: '/traces/$trace',
  staticData: { crumbs: [':space', 'shell.traces', 'shell.trace'] },
  validateSearch: traceSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/traces/TracePage.tsx'))),
})
const issues = createRoute({
  getParentRoute: () => space,
  path: '/issues',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.issues'] },
  validateSearch: issuesSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/issues/IssuesTab.tsx'))),
})
const alerts = createRoute({
  getParentRoute: () => space,
  path: '/alerts',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.alerts'] },
  validateSearch: alertsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/alerts/AlertsTab.tsx'))),
})
const boards = createRoute({
  getParentRoute: () => space,
  path: '/boards',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.boards'] },
  validateSearch: boardsSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/boards/BoardsTab.tsx'))),
})
const sinks = createRoute({
  getParentRoute: () => space,
  path: '/sinks',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.sinks'] },
  validateSearch: sinksSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/sinks/SinksTab.tsx'))),
})
const layers = createRoute({
  getParentRoute: () => space,
  path: '/layers',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.layers'] },
  validateSearch: layersSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/layers/LayersTab.tsx'))),
})
const usage = createRoute({
  getParentRoute: () => space,
  path: '/usage',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.usage'] },
  validateSearch: usageSearch,
  component: lazyPage(insideSpace(() => import('../pages/space/usage/UsageTab.tsx'))),
})
const statement = createRoute({
  getParentRoute: () => space,
  path: '/statement',
  staticData: { crumbs: ['shell.spaces', ':space', 'shell.statement'] },
  validateSearch: statementSearch,
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

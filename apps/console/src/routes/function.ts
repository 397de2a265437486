import { createRoute } from '@tanstack/react-router'
import { lazyPage } from './lazyPage.ts'
import {
  codeSearch,
  configurationSearch,
  functionSearch,
  historySearch,
  instancesSearch,
  logsSearch,
  monitoringSearch,
  newFunctionSearch,
  replaysSearch,
  testsSearch,
  triggersSearch,
  versionsSearch,
} from '../navigation/search/function.ts'
import { invocationsSearch, overviewSearch } from '../navigation/search/shared.ts'
import { shell } from './shell.ts'
import { insideSpace } from './texts.ts'

export const newFunction = createRoute({
  getParentRoute: () => shell,
  path: '/s/$space/f/new',
  staticData: { crumbs: [':space', 'shell.functions', 'shell.newFunction'] },
  validateSearch: newFunctionSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/new/NewFunctionPage.tsx'))),
})
const fn = createRoute({
  getParentRoute: () => shell,
  path: '/s/$space/f/$fn',
  validateSearch: functionSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/layout/FunctionLayout.tsx'))),
})
const fnOverview = createRoute({
  getParentRoute: () => fn,
  path: '/',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.overview'] },
  validateSearch: overviewSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/overview/OverviewTab.tsx'))),
})
const code = createRoute({
  getParentRoute: () => fn,
  path: '/code',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.code'] },
  validateSearch: codeSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/code/CodeTab.tsx'))),
})
const history = createRoute({
  getParentRoute: () => fn,
  path: '/code/history',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.code'] },
  validateSearch: historySearch,
  component: lazyPage(insideSpace(() => import('../pages/function/code/history/HistoryTab.tsx'))),
})
const tests = createRoute({
  getParentRoute: () => fn,
  path: '/tests',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.tests'] },
  validateSearch: testsSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/tests/TestsTab.tsx'))),
})
const versions = createRoute({
  getParentRoute: () => fn,
  path: '/versions',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.versions'] },
  validateSearch: versionsSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/versions/VersionsTab.tsx'))),
})
const triggers = createRoute({
  getParentRoute: () => fn,
  path: '/triggers',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.triggers'] },
  validateSearch: triggersSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/triggers/TriggersTab.tsx'))),
})
const invocations = createRoute({
  getParentRoute: () => fn,
  path: '/invocations',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.invocations'] },
  validateSearch: invocationsSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/invocations/InvocationsTab.tsx'))),
})
const replays = createRoute({
  getParentRoute: () => fn,
  path: '/invocations/replays',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.invocations'] },
  validateSearch: replaysSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/replays/ReplaysTab.tsx'))),
})
const logs = createRoute({
  getParentRoute: () => fn,
  path: '/logs',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.logs'] },
  validateSearch: logsSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/logs/LogsTab.tsx'))),
})
const monitoring = createRoute({
  getParentRoute: () => fn,
  path: '/monitoring',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.monitoring'] },
  validateSearch: monitoringSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/monitoring/MonitoringTab.tsx'))),
})
const instances = createRoute({
  getParentRoute: () => fn,
  path: '/instances',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.instances'] },
  validateSearch: instancesSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/instances/InstancesTab.tsx'))),
})
const configuration = createRoute({
  getParentRoute: () => fn,
  path: '/configuration',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.configuration'] },
  validateSearch: configurationSearch,
  component: lazyPage(insideSpace(() => import('../pages/function/configuration/ConfigurationTab.tsx'))),
})
const parameters = createRoute({
  getParentRoute: () => fn,
  path: '/configuration/parameters',
  staticData: { crumbs: [':space', 'shell.functions', ':fn', 'shell.parameters'] },
  component: lazyPage(insideSpace(() => import('../pages/function/parameters/ParametersPage.tsx'))),
})

export const functionRoutes = fn.addChildren([
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
])

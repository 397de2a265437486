import type { StatementBy } from '@alcove/contract'
import type { Range } from './range.ts'
import type { CodeSearch, ReplaysSearch } from './search/function.ts'
import type { ServerLogSearch } from './search/installation.ts'
import type { InvocationsSearch, TasksShown } from './search/shared.ts'
import type { UsageRange, BucketsSearch, SpaceLogsSearch } from './search/space.ts'

/** All addresses of the console. Links are made only here. */
export const paths = {
  signIn: () => ({ to: '/sign-in' }) as const,
  overview: (search: { range?: Range } = {}) => ({ to: '/', search }) as const,
  spaces: () => ({ to: '/spaces' }) as const,
  newSpace: () => ({ to: '/spaces/new' }) as const,
  keys: () => ({ to: '/keys' }) as const,
  accounts: (search: { id?: string; q?: string } = {}) => ({ to: '/accounts', search }) as const,
  groups: (search: { id?: string } = {}) => ({ to: '/groups', search }) as const,
  identityProviders: (search: { id?: string } = {}) => ({ to: '/identity-providers', search }) as const,
  profile: () => ({ to: '/profile' }) as const,
  help: (page?: string) => ({ to: '/help/{-$page}', params: { page } }) as const,
  audit: (search: { q?: string } = {}) => ({ to: '/audit', search }) as const,
  engine: () => ({ to: '/engine' }) as const,
  health: () => ({ to: '/health' }) as const,
  serverLog: (search: ServerLogSearch = {}) => ({ to: '/health/log', search }) as const,
  settings: () => ({ to: '/settings' }) as const,
  allTasks: () => ({ to: '/tasks' }) as const,

  space: (space: string) => ({ to: '/s/$space', params: { space } }) as const,
  members: (space: string) => ({ to: '/s/$space/members', params: { space } }) as const,
  gateway: (space: string, search: { route?: string; q?: string } = {}) =>
    ({ to: '/s/$space/gateway', params: { space }, search }) as const,
  /** `prefix`: a folder, with the slash at its end; `key`: the open object. */
  buckets: (space: string, search: BucketsSearch = {}) =>
    ({ to: '/s/$space/buckets', params: { space }, search }) as const,
  tasks: (space: string, search: { id?: string; show?: TasksShown; fn?: string; error?: string } = {}) =>
    ({ to: '/s/$space/tasks', params: { space }, search }) as const,
  events: (space: string, search: { id?: string; q?: string } = {}) =>
    ({ to: '/s/$space/events', params: { space }, search }) as const,
  spaceLogs: (space: string, search: SpaceLogsSearch = {}) =>
    ({ to: '/s/$space/logs', params: { space }, search }) as const,
  spaceInvocations: (space: string, search: InvocationsSearch = {}) =>
    ({ to: '/s/$space/invocations', params: { space }, search }) as const,
  traces: (space: string) => ({ to: '/s/$space/traces', params: { space } }) as const,
  trace: (space: string, trace: string, search: { at?: string; call?: string } = {}) =>
    ({ to: '/s/$space/traces/$trace', params: { space, trace }, search }) as const,
  issues: (space: string, search: { fn?: string; id?: string } = {}) =>
    ({ to: '/s/$space/issues', params: { space }, search }) as const,
  alerts: (space: string, search: { alert?: string } = {}) =>
    ({ to: '/s/$space/alerts', params: { space }, search }) as const,
  boards: (space: string, search: { board?: string } = {}) =>
    ({ to: '/s/$space/boards', params: { space }, search }) as const,
  sinks: (space: string, search: { sink?: string } = {}) =>
    ({ to: '/s/$space/sinks', params: { space }, search }) as const,
  layers: (space: string, search: { layer?: string } = {}) =>
    ({ to: '/s/$space/layers', params: { space }, search }) as const,
  usage: (space: string, search: { month?: string; range?: UsageRange } = {}) =>
    ({ to: '/s/$space/usage', params: { space }, search }) as const,
  statement: (space: string, search: { month?: string; by?: StatementBy } = {}) =>
    ({ to: '/s/$space/statement', params: { space }, search }) as const,
  exchange: (space: string) => ({ to: '/s/$space/exchange', params: { space } }) as const,
  spaceSettings: (space: string) => ({ to: '/s/$space/settings', params: { space } }) as const,

  newFunction: (space: string) => ({ to: '/s/$space/f/new', params: { space } }) as const,
  function: (space: string, fn: string, search: { range?: Range } = {}) =>
    ({ to: '/s/$space/f/$fn', params: { space, fn }, search }) as const,
  code: (space: string, fn: string, search: CodeSearch = {}) =>
    ({ to: '/s/$space/f/$fn/code', params: { space, fn }, search }) as const,
  draftHistory: (space: string, fn: string, search: { save?: string } = {}) =>
    ({ to: '/s/$space/f/$fn/code/history', params: { space, fn }, search }) as const,
  tests: (space: string, fn: string, search: { test?: string; from?: string; on?: string } = {}) =>
    ({ to: '/s/$space/f/$fn/tests', params: { space, fn }, search }) as const,
  versions: (
    space: string,
    fn: string,
    search: { version?: string; compare?: string; form?: string; to?: number } = {},
  ) => ({ to: '/s/$space/f/$fn/versions', params: { space, fn }, search }) as const,
  /** `form`: the trigger to edit, or `new.` and the type of one to be made. */
  triggers: (space: string, fn: string, search: { trigger?: string; form?: string } = {}) =>
    ({ to: '/s/$space/f/$fn/triggers', params: { space, fn }, search }) as const,
  invocations: (space: string, fn: string, search: InvocationsSearch = {}) =>
    ({ to: '/s/$space/f/$fn/invocations', params: { space, fn }, search }) as const,
  replays: (space: string, fn: string, search: ReplaysSearch = {}) =>
    ({ to: '/s/$space/f/$fn/invocations/replays', params: { space, fn }, search }) as const,
  logs: (space: string, fn: string, search: { q?: string } = {}) =>
    ({ to: '/s/$space/f/$fn/logs', params: { space, fn }, search }) as const,
  monitoring: (space: string, fn: string, search: { range?: Range; step?: number; version?: string } = {}) =>
    ({ to: '/s/$space/f/$fn/monitoring', params: { space, fn }, search }) as const,
  instances: (space: string, fn: string, search: { id?: string; range?: Range } = {}) =>
    ({ to: '/s/$space/f/$fn/instances', params: { space, fn }, search }) as const,
  parameters: (space: string, fn: string) =>
    ({ to: '/s/$space/f/$fn/configuration/parameters', params: { space, fn } }) as const,
  /** `memory`: a size to begin with, in MB, that is not saved yet. */
  configuration: (space: string, fn: string, search: { memory?: number } = {}) =>
    ({ to: '/s/$space/f/$fn/configuration', params: { space, fn }, search }) as const,
}

import type { Action } from '@alcove/contract'
import {
  Activity,
  Bell,
  ChartColumn,
  ChartGantt,
  ChartScatter,
  CircleAlert,
  Cpu,
  Gauge,
  Database,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListTodo,
  Logs,
  type LucideIcon,
  Package,
  RadioTower,
  ScrollText,
  Send,
  Settings,
  SlidersHorizontal,
  UserCog,
  Users,
  Waypoints,
} from 'lucide-react'
import { paths } from '../../navigation/paths.ts'

/** Where the navigation and the palette lead, in order. A page's name is the text `shell.{key}`. */

export const EVERYWHERE = [
  { key: 'overview', icon: LayoutDashboard, to: paths.overview() },
  { key: 'spaces', icon: Layers, to: paths.spaces() },
  { key: 'tasks', icon: ListTodo, to: paths.allTasks() },
] as const satisfies readonly Page[]

/** The pages of a space besides that of its functions, each with the right it needs. */
export const IN_SPACE = [
  { key: 'gateway', icon: Waypoints, to: paths.gateway, needs: 'functions:read' },
  { key: 'buckets', icon: Database, to: paths.buckets, needs: 'buckets:read' },
  { key: 'tasks', icon: ListTodo, to: paths.tasks, needs: 'logs:read' },
  { key: 'events', icon: RadioTower, to: paths.events, needs: 'logs:read' },
  { key: 'logs', icon: Logs, to: paths.spaceLogs, needs: 'logs:read' },
  { key: 'invocations', icon: ChartScatter, to: paths.spaceInvocations, needs: 'logs:read' },
  { key: 'traces', icon: ChartGantt, to: paths.traces, needs: 'logs:read' },
  { key: 'issues', icon: CircleAlert, to: paths.issues, needs: 'logs:read' },
  { key: 'boards', icon: ChartColumn, to: paths.boards, needs: 'metrics:read' },
  { key: 'alerts', icon: Bell, to: paths.alerts, needs: 'metrics:read' },
  { key: 'sinks', icon: Send, to: paths.sinks, needs: 'logs:read' },
  { key: 'layers', icon: Package, to: paths.layers, needs: 'functions:read' },
  { key: 'members', icon: Users, to: paths.members, needs: 'spaces:read' },
  { key: 'usage', icon: Gauge, to: paths.usage, needs: 'usage:read' },
  { key: 'settings', icon: SlidersHorizontal, to: paths.spaceSettings, needs: 'spaces:read' },
] as const satisfies readonly SpacePage[]

/** The tabs of a function, each with the right it needs. */
export const OF_FUNCTION = [
  { key: 'overview', to: paths.function, needs: 'metrics:read' },
  { key: 'code', to: paths.code, needs: 'functions:read' },
  { key: 'tests', to: paths.tests, needs: 'functions:read' },
  { key: 'configuration', to: paths.configuration, needs: 'functions:read' },
  { key: 'versions', to: paths.versions, needs: 'functions:read' },
  { key: 'triggers', to: paths.triggers, needs: 'functions:read' },
  { key: 'invocations', to: paths.invocations, needs: 'logs:read' },
  { key: 'logs', to: paths.logs, needs: 'logs:read' },
  { key: 'monitoring', to: paths.monitoring, needs: 'metrics:read' },
  { key: 'instances', to: paths.instances, needs: 'functions:read' },
] as const

export const ADMINISTRATION = [
  { key: 'accounts', icon: UserCog, to: paths.accounts(), needs: 'accounts:write' },
  { key: 'keys', icon: KeyRound, to: paths.keys() },
  { key: 'audit', icon: ScrollText, to: paths.audit() },
  { key: 'engine', icon: Cpu, to: paths.engine() },
  { key: 'health', icon: Activity, to: paths.health(), needs: 'platform:admin' },
  { key: 'settings', icon: Settings, to: paths.settings() },
] as const satisfies readonly Page[]

interface Page {
  key: string
  icon: LucideIcon
  to: object
  /** Shown only to those who may do this. */
  needs?: 'accounts:write' | 'platform:admin'
}
interface SpacePage {
  key: string
  icon: LucideIcon
  to: (space: string) => object
  needs: Action
}

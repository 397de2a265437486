import type { Revision } from '@alcove/contract'
import type { Instance } from '../instance/instance.ts'
import type { Refusal } from './refusal.ts'
import type { StartFailure } from './start-failure.ts'

export interface Waiter {
  /** Monotonic milliseconds. */
  since: number
  give(instance: Instance): void
  refuse(reason: Refusal | StartFailure): void
}

/** The instances of one revision and the calls that wait for one. */
export interface Group {
  key: string
  revision: Revision
  /** Last used last: the newest serves first, so that the oldest can go. */
  idle: Instance[]
  busy: Set<Instance>
  starting: number
  waiting: Waiter[]
  typicalCallMs: number | null
  /** Set while a decision is due at a later time. */
  again: NodeJS.Timeout | null
}

export function newGroup(key: string, revision: Revision): Group {
  return {
    key,
    revision,
    idle: [],
    busy: new Set(),
    starting: 0,
    waiting: [],
    typicalCallMs: null,
    again: null,
  }
}

/** An average that follows the last twenty calls or so. */
export function learn(group: Group, callMs: number): void {
  group.typicalCallMs = group.typicalCallMs === null ? callMs : group.typicalCallMs * 0.95 + callMs * 0.05
}

/** Those on their way included. */
export function instancesOf(group: Group): number {
  return group.idle.length + group.busy.size + group.starting
}

export function isEmpty(group: Group): boolean {
  return group.idle.length + group.busy.size + group.starting + group.waiting.length === 0
}

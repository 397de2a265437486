import type { TriggerConfig, TriggerOf, TriggerPreviewOf, TriggerType } from '@alcove/contract'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { StoredTrigger } from '../stored-trigger.ts'

/** The fields that every kind shows. */
type Common =
  | 'id'
  | 'name'
  | 'type'
  | 'config'
  | 'qualifier'
  | 'enabled'
  | 'pausedBy'
  | 'etag'
  | 'createdAt'
  | 'updatedAt'
  | 'lastFiredAt'
  | 'last24h'

/** What only triggers of one kind show. */
export type Shown<Type extends TriggerType> = { [T in Type]: Omit<TriggerOf<T>, Common> }[Type]

/** How triggers of one kind work. A kind is a folder beside this file and a line in `kinds.ts`. */
export interface KindOfTrigger<Type extends TriggerType> {
  /**
   * Refuses a configuration that cannot work in this space.
   * @param before the trigger as it was; null for a new one
   */
  check?(ctx: SpaceCtx, trigger: StoredTrigger<Type>, before: StoredTrigger<Type> | null): Promise<void>
  /** The configuration as it is stored, with secrets sealed. Left out: as it was sent. */
  stored?(ctx: SpaceCtx, config: TriggerConfig<Type>, before: StoredTrigger<Type> | null): TriggerConfig<Type>
  /** The configuration without secrets, as every reader of the trigger sees it. Left out: as it is stored. */
  shownConfig?(config: TriggerConfig<Type>): TriggerConfig<Type>
  /**
   * Writes what the kind keeps beside the trigger's row, in the transaction that writes the row. What it writes refers to
   * `triggers.id` and is deleted with it.
   */
  arm?(ctx: Changing<SpaceCtx>, trigger: StoredTrigger<Type>, before: StoredTrigger<Type> | null): Promise<void>
  /** What only this kind shows, for each of these triggers of the function `fn`, in their order. */
  show(ctx: SpaceCtx, fn: string, triggers: readonly StoredTrigger<Type>[]): Promise<Shown<Type>[]>
  /** What the trigger would do. A test without an event uses this event. */
  preview(ctx: SpaceCtx, fn: string, trigger: StoredTrigger<Type>): Promise<Omit<TriggerPreviewOf<Type>, 'type'>>
  /**
   * Of a kind with a schedule: the ticks in [from, to], at most `max`, each with its event.
   */
  ticks?(
    trigger: StoredTrigger<Type>,
    range: { from: number; to: number; max: number },
  ): { at: number; event: unknown }[]
  /** Starts what watches the source on this server. */
  watch?(platform: Platform): Watch
}

/** Something that runs on this server until it is closed. */
export interface Watch {
  close(): Promise<void>
}

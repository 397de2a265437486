import type { Trigger, TriggerOf, TriggerType } from '@alcove/contract'
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'

export interface TriggerFormProps<Type extends TriggerType> {
  space: string
  fn: string
  /** null: a new one. */
  trigger: TriggerOf<Type> | null
  /** What a new trigger starts from. Kinds that have no use for it ignore it. */
  source: string | undefined
  onClose(): void
  onDone(name: string): void
  /** Puts what was saved meanwhile into the form; null: it was deleted. */
  onTheirs(theirs: Trigger | null): void
}

export interface TriggerViewProps<Type extends TriggerType> {
  space: string
  fn: string
  trigger: TriggerOf<Type>
}

/** How triggers of one kind look. A kind is a folder beside this file and a line in `kinds.ts`. */
export interface TriggerView<Type extends TriggerType> {
  icon: LucideIcon
  /** Whether it has ticks of the past to run. */
  backfills: boolean
  /** What it listens to, in one line. */
  Source: ComponentType<{ trigger: TriggerOf<Type> }>
  /** What the drawer shows between the figures and the firings. */
  Details: ComponentType<TriggerViewProps<Type>>
  Form: ComponentType<TriggerFormProps<Type>>
}

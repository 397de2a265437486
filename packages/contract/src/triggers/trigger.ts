import { z } from 'zod'
import { pageOf } from '../pagination.ts'
import { bucketTrigger } from './bucket.ts'
import { eventTrigger } from './event.ts'
import { httpTrigger } from './http.ts'
import { logTrigger } from './log.ts'
import { timerTrigger } from './timer.ts'

/** Every kind of trigger. A new one is a file beside this one and a name in this list. */
const KINDS = [httpTrigger, timerTrigger, logTrigger, eventTrigger, bucketTrigger] as const

/** The schemas of one sort, in the order of the kinds: TypeScript forgets it in `map`. */
type Schemas<Sort extends 'put' | 'trigger' | 'preview', Kinds extends readonly Kind[] = typeof KINDS> = {
  [Index in keyof Kinds]: Kinds[Index][Sort]
}
type Kind = (typeof KINDS)[number]

export const PutTrigger = z
  .discriminatedUnion('type', KINDS.map(({ put }) => put) as unknown as Schemas<'put'>)
  .meta({ id: 'PutTrigger' })
export type PutTrigger = z.infer<typeof PutTrigger>

export const Trigger = z
  .discriminatedUnion('type', KINDS.map(({ trigger }) => trigger) as unknown as Schemas<'trigger'>)
  .meta({ id: 'Trigger' })
export type Trigger = z.infer<typeof Trigger>
export const TriggerList = pageOf(Trigger).meta({ id: 'TriggerList' })

/** What a trigger would do, before it is made. */
export const TriggerPreview = z
  .discriminatedUnion('type', KINDS.map(({ preview }) => preview) as unknown as Schemas<'preview'>)
  .meta({ id: 'TriggerPreview' })
export type TriggerPreview = z.infer<typeof TriggerPreview>

export type TriggerType = Trigger['type']
export const TRIGGER_TYPES: readonly TriggerType[] = KINDS.map(({ type }) => type)

/** A trigger of one kind, its configuration, and its preview. */
export type TriggerOf<Type extends TriggerType> = Extract<Trigger, { type: Type }>
export type TriggerConfig<Type extends TriggerType = TriggerType> = TriggerOf<Type>['config']
export type TriggerPreviewOf<Type extends TriggerType> = Extract<TriggerPreview, { type: Type }>

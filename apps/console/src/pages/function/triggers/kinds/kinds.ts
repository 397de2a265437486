import type { TriggerType } from '@alcove/contract'
import type { TriggerView } from './kind.ts'
import { bucket } from './bucket/bucket.ts'
import { event } from './event/event.ts'
import { http } from './http/http.ts'
import { log } from './log/log.ts'
import { timer } from './timer/timer.ts'

/** Every kind of trigger, a line each, in the order of the form. */
export const KINDS: { readonly [Type in TriggerType]: TriggerView<Type> } = {
  http,
  timer,
  log,
  event,
  bucket,
}

/** The view of a trigger whose type is known only at run time: the trigger passed to it must be of that type. */
export function viewOf(type: TriggerType): TriggerView<TriggerType> {
  return KINDS[type] as unknown as TriggerView<TriggerType>
}

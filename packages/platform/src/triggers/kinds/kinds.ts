import type { TriggerType } from '@alcove/contract'
import { bucket } from './bucket/bucket.ts'
import { event } from './event/event.ts'
import { http } from './http/http.ts'
import type { KindOfTrigger } from './kind.ts'
import { log } from './log/log.ts'
import { timer } from './timer/timer.ts'

/** Every kind of trigger, a line each. */
const KINDS: { readonly [Type in TriggerType]: KindOfTrigger<Type> } = {
  http,
  timer,
  log,
  event,
  bucket,
}

export function kindOf<Type extends TriggerType>(type: Type): KindOfTrigger<Type> {
  return KINDS[type]
}

import type { FunctionRoute } from '@alcove/platform'
import { newId } from '@alcove/platform'
import type { Call } from './call.ts'
import type { CallOrder } from './order.ts'
import { traceIdOf } from './trace.ts'

interface DirectCall extends Pick<CallOrder, 'qualifier' | 'event' | 'trigger' | 'triggerName' | 'synthetic'> {
  route: FunctionRoute
  caller: NonNullable<Call['caller']>
  http?: CallOrder['http']
}

/** A call that this server makes itself, as tests and replays do: no function, task or request from outside leads to it. */
export function directCall({ route, caller, http = null, ...order }: DirectCall): Call {
  return {
    order: {
      ...order,
      id: newId(),
      spaceId: route.spaceId,
      functionId: route.functionId,
      caller: caller.name,
      parentId: null,
      traceId: traceIdOf(null),
      hops: 0,
      lineage: null,
      taskId: null,
      requestId: null,
      http,
    },
    route,
    caller,
    lineage: null,
    abort: new AbortController(),
  }
}

import { lazyRouteComponent } from '@tanstack/react-router'
import { ApiError } from '../api/error.ts'

/**
 * A page whose script is loaded when it is opened. When a script does not arrive, the router would reload the document,
 * and without a network the browser would replace the console with its own error page. This error shows "Try again"
 * instead. After an upgrade of Alcove, `upgrade.ts` reloads.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(() => Promise.reject(unanswered())), name)

function unanswered(): ApiError {
  const detail = 'Alcove does not answer'
  return new ApiError({ type: 'about:blank', title: detail, status: 503, code: 'Unavailable', detail, requestId: '' })
}

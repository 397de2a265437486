import { lazyRouteComponent } from '@tanstack/react-router'
import { ApiError } from '../api/error.ts'

/**
 * A page whose script is fetched with it. When a script does not arrive, the router by itself reloads the document,
 * which leaves the browser's own error page when there is no network. An error of another kind shows "Try again"
 * instead; `upgrade.ts` reloads after an upgrade.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(() => Promise.reject(unanswered())), name)

function unanswered(): ApiError {
  const detail = 'Alcove does not answer'
  return new ApiError({ type: 'about:blank', title: detail, status: 503, code: 'Unavailable', detail, requestId: '' })
}

import { accessRoutes } from './access/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { alertRoutes } from './alerts/routes.ts'
import { aliasRoutes } from './aliases/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { backgroundRoutes } from './background/routes.ts'
import { boardRoutes } from './boards/routes.ts'
import { bucketRoutes } from './buckets/routes.ts'
import { budgetRoutes } from './budgets/routes.ts'
import { buildRoutes } from './builds/routes.ts'
import { draftRoutes } from './drafts/routes.ts'
import { engineRoutes } from './engine/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { exchangeRoutes } from './exchange/routes.ts'
import { functionRoutes } from './functions/routes.ts'
import { grantRoutes } from './grants/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { hostRoutes } from './hosts/routes.ts'
import { identityProviderRoutes } from './identity-providers/routes.ts'
import { instanceRoutes } from './instances/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { issueRoutes } from './issues/routes.ts'
import { invocationRoutes } from './invocations/routes.ts'
import { parameterRoutes } from './parameters/routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { layerRoutes } from './layers/routes.ts'
import { logpointRoutes } from './logpoints/routes.ts'
import { logRoutes } from './logs/routes.ts'
import { meRoutes } from './me/routes.ts'
import { metricRoutes } from './metrics/routes.ts'
import { callQuotaRoutes } from './quotas/call-quota-routes.ts'
import { platformRoutes } from './platform/routes.ts'
import { quotaRoutes } from './quotas/routes.ts'
import { rightSizingRoutes } from './right-sizing/routes.ts'
import { debugRoutes } from './debug/routes.ts'
import type { RouteDefinition } from './route.ts'
import { gatewayRoutes } from './routes/routes.ts'
import { settingsRoutes } from './settings/routes.ts'
import { sinkRoutes } from './sinks/routes.ts'
import { spaceRoutes } from './spaces/routes.ts'
import { taskRoutes } from './tasks/routes.ts'
import { replayRoutes } from './replays/routes.ts'
import { testRoutes } from './tests/routes.ts'
import { traceRoutes } from './traces/routes.ts'
import { trashRoutes } from './trash/routes.ts'
import { triggerRoutes } from './triggers/routes.ts'
import { usageRoutes } from './usage/routes.ts'
import { versionRoutes } from './versions/routes.ts'

/** The whole API on one screen. */
export const ROUTES: readonly RouteDefinition[] = [
  ...spaceRoutes,
  ...grantRoutes,
  ...groupRoutes,
  ...accessRoutes,
  ...trashRoutes,
  ...exchangeRoutes,
  ...functionRoutes,
  ...draftRoutes,
  ...buildRoutes,
  ...versionRoutes,
  ...aliasRoutes,
  ...logpointRoutes,
  ...replayRoutes,
  ...testRoutes,
  ...layerRoutes,
  ...bucketRoutes,
  ...triggerRoutes,
  ...eventRoutes,
  ...gatewayRoutes,
  ...hostRoutes,
  ...invocationRoutes,
  ...parameterRoutes,
  ...taskRoutes,
  ...backgroundRoutes,
  ...instanceRoutes,
  ...logRoutes,
  ...debugRoutes,
  ...traceRoutes,
  ...issueRoutes,
  ...alertRoutes,
  ...boardRoutes,
  ...sinkRoutes,
  ...metricRoutes,
  ...rightSizingRoutes,
  ...quotaRoutes,
  ...callQuotaRoutes,
  ...usageRoutes,
  ...budgetRoutes,
  ...keyRoutes,
  ...accountRoutes,
  ...invitationRoutes,
  ...identityProviderRoutes,
  ...auditRoutes,
  ...engineRoutes,
  ...platformRoutes,
  ...settingsRoutes,
  ...meRoutes,
]

import { lt } from 'drizzle-orm'
import { sweepAlerts } from './monitoring/alerts/sweep-alerts.ts'
import { sweepBackgroundActions } from './jobs/background/sweep-background-actions.ts'
import { pruneAudit } from './identity/audit/prune-audit.ts'
import { sweepBudgets } from './usage/budgets/sweep-budgets.ts'
import { sweepBuilds } from './code/builds/sweep-builds.ts'
import { sweepDebugSessions } from './code/debugging/debug-lease.ts'
import { sweepDraftSaves } from './code/drafts/sweep-draft-saves.ts'
import { sweepLinks } from './buckets/links/sweep-links.ts'
import { expireObjects } from './buckets/objects/expire-objects.ts'
import { sweepUnfinished } from './buckets/pieces/sweep-unfinished.ts'
import { sweepUploads } from './buckets/uploads/sweep-uploads.ts'
import {
  idempotencyKeys,
  invitations,
  recordedBatches,
  routeHours,
  seenSignatures,
  sessions,
  signInAttempts,
  verifications,
} from './database/schema/index.ts'
import { applyRetention } from './records/partitions/apply-retention.ts'
import { dropExpiredSegments } from './records/segments/drop-expired-segments.ts'
import { makePartitions } from './records/partitions/make-partitions.ts'
import { sweepEvents } from './kernel/events/sweep-events.ts'
import { sweepQuotas } from './usage/quotas/sweep-quotas.ts'
import { measureStorage } from './usage/measure-storage.ts'
import { announceIssues } from './records/issues/announce-issues.ts'
import { sweepIssues } from './records/issues/sweep-issues.ts'
import { sweepInstances } from './records/instances/sweep-instances.ts'
import { sweepBlobs } from './code/packages/sweep-blobs.ts'
import type { Platform } from './kernel/platform.ts'
import { sweepDeliveries } from './jobs/deliveries/sweep-deliveries.ts'
import { announceExpiring } from './monitoring/sinks/announce-expiring.ts'
import { sweepServers } from './monitoring/servers/sweep-servers.ts'
import { sweepTasks } from './jobs/tasks/sweep-tasks.ts'
import { emptyTrash } from './archives/trash/empty-trash.ts'
import { sweepFirings } from './triggers/firings/sweep-firings.ts'
import { adjustSizes } from './code/functions/adjust-sizes.ts'

const HOUR = 3600_000
const IDEMPOTENCY_HOURS = 24
const ROUTE_HOURS = 30 * 24

/**
 * Deletes expired data, adjusts sizes to measured use where owners allow it, and warns of sinks that are about to lose
 * records. Safe to run at any moment, in several processes at once. A step that fails is repeated the next time and
 * blocks no other.
 */
export async function keepHouse(platform: Platform): Promise<void> {
  for (const chore of [
    makePartitions,
    applyRetention,
    dropExpiredSegments,
    forgetExpired,
    sweepQuotas,
    sweepBudgets,
    measureStorage,
    sweepInstances,
    sweepIssues,
    announceIssues,
    emptyTrash,
    sweepBuilds,
    sweepDebugSessions,
    sweepDraftSaves,
    sweepBlobs,
    expireObjects,
    sweepUploads,
    sweepUnfinished,
    sweepLinks,
    sweepFirings,
    sweepEvents,
    sweepTasks,
    sweepDeliveries,
    sweepBackgroundActions,
    sweepAlerts,
    announceExpiring,
    sweepServers,
    adjustSizes,
    pruneAudit,
  ]) {
    try {
      await chore(platform)
    } catch (error) {
      platform.log({ level: 'warn', message: 'Housekeeping failed', chore: chore.name, error })
    }
  }
}

async function forgetExpired({ db, clock }: Platform): Promise<void> {
  const now = clock.now()
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, new Date(now - IDEMPOTENCY_HOURS * HOUR)))
  await db.delete(recordedBatches).where(lt(recordedBatches.at, new Date(now - HOUR)))
  await db.delete(invitations).where(lt(invitations.expiresAt, new Date(now)))
  await db.delete(sessions).where(lt(sessions.expiresAt, new Date(now)))
  await db.delete(verifications).where(lt(verifications.expiresAt, new Date(now)))
  await db.delete(seenSignatures).where(lt(seenSignatures.expiresAt, new Date(now)))
  await db.delete(routeHours).where(lt(routeHours.hour, new Date(now - ROUTE_HOURS * HOUR)))
  await db.delete(signInAttempts).where(lt(signInAttempts.endsAt, new Date(now)))
}

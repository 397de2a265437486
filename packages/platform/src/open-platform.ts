import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BlobStore, ObjectStore } from '@alcove/storage'
import { DeniedAttempts } from './identity/audit/denied-attempts.ts'
import { AccessCache } from './identity/access/access-cache.ts'
import { createAuth } from './identity/accounts/auth.ts'
import { openKeyRing } from './kernel/key-ring.ts'
import { sealerWith } from './kernel/sealer.ts'
import { sessionKeys } from './kernel/session-keys.ts'
import { administrators, createSetupLink, ensureAdministrator } from './identity/accounts/setup-link.ts'
import { connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { openSearchLane } from './kernel/search-lane.ts'
import { PieceNames } from './buckets/pieces/piece-names.ts'
import { sweepEvery } from './buckets/pieces/sweep-every.ts'
import { keepHouse } from './housekeeping.ts'
import { openInstanceRecorder } from './records/instances/instance-recorder.ts'
import { adoptInstallationKeys } from './identity/keys/adopt-installation-keys.ts'
import { hashOf } from './identity/keys/key-secret.ts'
import { providerPlugin } from './identity/providers/provider-plugin.ts'
import { makePartitions } from './records/partitions/make-partitions.ts'
import { openLineSearcher } from './records/line-search/open-line-searcher.ts'
import { openSegmentCache } from './records/segments/segment-cache.ts'
import { sealEvery } from './records/segments/seal-every.ts'
import { announceIssues } from './records/issues/announce-issues.ts'
import { LINES_FED } from './records/logs/lines-fed.ts'
import { openLogListeners } from './records/logs/log-listeners.ts'
import { openLogTail } from './records/logs/log-tail.ts'
import { listen } from './kernel/notifications.ts'
import type { Clock } from './kernel/clock.ts'
import { UNWATCHED, type Disk } from './kernel/disk.ts'
import type { Log } from './kernel/log.ts'
import type { Platform } from './kernel/platform.ts'
import { openRouteTraffic } from './records/routes/route-traffic.ts'
import { openQuotas } from './usage/quotas/open-quotas.ts'
import { openRecorder } from './records/recorder/recorder.ts'
import { openSinkSpaces } from './records/recorder/sink-spaces.ts'
import { openSpanRules } from './records/recorder/span-rules.ts'
import { openGatewayTable } from './spaces/targets/gateway-table.ts'
import { openRouteTable } from './spaces/targets/route-table.ts'
import { openSignals } from './kernel/signals.ts'
import { openMail, type MailOptions } from './kernel/outgoing/mail.ts'
import { SINKS_JOB } from './monitoring/sinks/signal.ts'
import type { PermittedAddresses } from './kernel/outgoing/outgoing.ts'

export interface PlatformOptions {
  databaseUrl: string
  blobs: BlobStore
  /** Holds what buckets hold. */
  objects: ObjectStore
  /** Left out: there is always room. */
  disk?: Disk
  /** Holds copies of segments that lie on another machine. Left out: beside the temporary files. */
  cacheFolder?: string
  /** Holds the keys that sign sessions and encrypt secrets; made 0700 at the first start. */
  secretsFolder: string
  origin: string
  gatewayOrigin: string
  /** The first administrator, made if there is no such account yet. */
  admin?: { email: string; password: string } | undefined
  /** Accepted as a full API key. */
  adminApiKey?: string | undefined
  /** Where Alcove may connect to in the name of a space. Left out: nowhere. */
  permittedAddresses?: PermittedAddresses
  /** Left out: no e-mail is sent. */
  mail?: MailOptions | undefined
  log: Log
  clock?: Clock
}

const HOUSEKEEPING_MS = 3600_000
/** How soon after its time a piece of an overwritten object goes. */
const SWEEP_MS = 10_000
/** How often to look for log lines to seal. */
const SEALING = { closeMs: 3_000, sealMs: 15_000 }
const GOODBYE_MS = 2_000

/** A database that hangs never says goodbye. */
const goodbye = (closing: Promise<unknown>) => Promise.race([closing, sleep(GOODBYE_MS, undefined, { ref: false })])

/** Migrates, loads the routes and listens for changes; ready when it resolves. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { databaseUrl, blobs, objects, secretsFolder, origin, log } = options
  const disk = options.disk ?? UNWATCHED
  const clock = options.clock ?? { now: () => Date.now() }
  await migrate(databaseUrl)
  const { pool, db } = connect(databaseUrl)
  await makePartitions({ db, clock })
  const searches = openSearchLane(databaseUrl, pool)
  if (options.admin) await ensureAdministrator(db, options.admin)

  const tail = openLogTail()
  const access = new AccessCache()
  const sealer = sealerWith(await openKeyRing(secretsFolder, { create: true }))
  const { adminApiKey } = options
  const adminKeyFingerprint = adminApiKey ? sealer.digest(`ALCOVE_ADMIN_API_KEY ${adminApiKey}`) : null
  await adoptInstallationKeys(db, adminKeyFingerprint)
  const routes = openRouteTable(db, sealer, log)
  const gateways = openGatewayTable(db, sealer, log)
  const routeTraffic = openRouteTraffic({ db, log })
  const cacheFolder = options.cacheFolder ?? join(tmpdir(), 'alcove-segments')
  const lines = openLineSearcher({ databaseUrl, cache: openSegmentCache({ blobs, folder: cacheFolder, log }), log })
  const jobs = openSignals()
  const listeners = openLogListeners({ db, log })
  const sinkSpaces = openSinkSpaces({ db, log })
  const spanRules = openSpanRules({ db, log })
  const recorder = openRecorder({
    databaseUrl,
    disk,
    tail,
    listeners,
    sinkSpaces,
    spanRules,
    onFed: () => jobs.announce(LINES_FED),
    onIssues: () =>
      void announceIssues(platform).catch((error: unknown) =>
        log({ level: 'warn', message: 'Events of issues are published later', error }),
      ),
    log,
  })
  const instances = openInstanceRecorder({ db, disk, log })

  const denied = new DeniedAttempts({ db, sealer, log })

  const builds = openSignals()

  const apply: Platform['apply'] = async ({ functions, spaces, access: changed, ...said }) => {
    if (changed) access.clear()
    await Promise.all([
      ...functions.map((id) => routes.refresh(id)),
      ...spaces.map((id) => routes.refreshSpace(id)),
      ...[...said.gateways, ...spaces].map((id) => gateways.refresh(id)),
      functions.length + spaces.length > 0 && listeners.reload(),
      said.jobs.includes(SINKS_JOB) && sinkSpaces.reload(),
      spaces.length > 0 && spanRules.reload(),
    ])
    for (const key of said.builds) builds.announce(key)
    for (const kind of said.jobs) jobs.announce(kind)
  }
  const listener = await listen({
    databaseUrl,
    onAnnouncement: (announcement) => void apply(announcement),
    onConnect: async () => {
      access.resume()
      await Promise.all([
        routes.reload(),
        gateways.reload(),
        listeners.reload(),
        sinkSpaces.reload(),
        spanRules.reload(),
      ])
    },
    onDisconnect: () => access.suspend(),
  })

  const platform: Platform = {
    db,
    pool,
    searches,
    blobs,
    objects,
    pieceNames: new PieceNames(db, objects, clock),
    auth: createAuth({
      db,
      clock,
      origin,
      keys: await sessionKeys(secretsFolder),
      providers: providerPlugin(() => platform),
    }),
    disk,
    access,
    denied,
    sealer,
    routes,
    gateways,
    routeTraffic,
    quotas: openQuotas(() => platform),
    recorder,
    sinkSpaces,
    instances,
    lines,
    builds,
    jobs,
    tail,
    clock,
    log,
    origin,
    gatewayOrigin: options.gatewayOrigin,
    permittedAddresses: options.permittedAddresses ?? (() => []),
    mail: options.mail ? await openMail(options.mail) : null,
    adminKeyHash: adminApiKey ? hashOf(adminApiKey) : null,
    adminKeyFingerprint,
    apply,
    setupLink: () => createSetupLink(platform),
    administrators: () => administrators(db),
    async close() {
      clearInterval(housekeeping)
      await goodbye(Promise.all([sweeping.close(), sealing.close(), lines.close()]))
      await goodbye(platform.quotas.close())
      await Promise.all([recorder.close(), instances.close(), routeTraffic.close(), goodbye(denied.close())])
      platform.mail?.close()
      routes.close()
      gateways.close()
      await goodbye(Promise.all([listener.close(), searches.close(), pool.end()]))
    },
  }
  await platform.quotas.open()
  const housekeeping = setInterval(() => void keepHouse(platform), HOUSEKEEPING_MS)
  housekeeping.unref()
  const sweeping = sweepEvery(platform, SWEEP_MS)
  const sealing = sealEvery(platform, { databaseUrl }, SEALING)
  return platform
}

import type { BuildStatus } from './builds.ts'
import { RUNTIME_TRAITS, type Runtime } from './functions.ts'
import type { LayerVersion } from './layers.ts'

/** Allowed, or not and why. The console shows the reason, and the API sends it as `detail`. */
export type Verdict = { allowed: true } | { allowed: false; reason: string }

type LayerUser = LayerVersion['usedBy'][number]

const yes: Verdict = { allowed: true }
const no = (reason: string): Verdict => ({ allowed: false, reason })

/** State rules shared by the console's buttons and the API. `actions` covers permissions; this covers state. */
export const can = {
  deleteVersion(version: {
    version: number
    aliases: readonly { name: string }[]
    triggers?: readonly string[]
    routes?: readonly string[]
    destinations?: readonly string[]
    tasks?: number
  }): Verdict {
    const alias = version.aliases[0]
    if (alias) return no(`Cannot delete v${version.version}: alias ${alias.name} uses it`)
    const trigger = version.triggers?.[0]
    if (trigger) return no(`Cannot delete v${version.version}: trigger ${trigger} uses it`)
    const route = version.routes?.[0]
    if (route) return no(`Cannot delete v${version.version}: route ${route} uses it`)
    const sender = version.destinations?.[0]
    if (sender) return no(`Cannot delete v${version.version}: results of ${sender} go to it`)
    const { tasks = 0 } = version
    if (tasks === 1) return no(`Cannot delete v${version.version}: a task waits for it`)
    if (tasks > 1) return no(`Cannot delete v${version.version}: ${tasks} tasks wait for it`)
    return yes
  },
  deleteAlias(alias: { name: string; usedBy: readonly string[]; routes?: readonly string[] }): Verdict {
    const trigger = alias.usedBy[0]
    if (trigger) return no(`Cannot delete alias ${alias.name}: trigger ${trigger} uses it`)
    const route = alias.routes?.[0]
    return route ? no(`Cannot delete alias ${alias.name}: route ${route} uses it`) : yes
  },
  /** Whether an instance can run several calls at a time. */
  workConcurrently(runtime: Runtime): Verdict {
    if (RUNTIME_TRAITS[runtime].concurrency) return yes
    return no(`An instance of ${runtime} works on one call at a time: only Node.js can take several`)
  },
  /** `build`: the draft's build; null when it needs none. */
  publish(draft: { build: { status: BuildStatus; error: string | null } | null }): Verdict {
    const { build } = draft
    if (build === null || build.status === 'succeeded') return yes
    if (build.status === 'failed') return no(`Cannot publish: the build failed. ${build.error ?? ''}`.trim())
    return no('Cannot publish: the code is still being built')
  },
  deleteLayerVersion(version: Pick<LayerVersion, 'layer' | 'version' | 'usedBy'>): Verdict {
    const user = version.usedBy[0]
    return user ? no(`Cannot delete ${version.layer} v${version.version}: ${nameOf(user)} uses it`) : yes
  },
  /** `usedBy`: users of all its versions. */
  deleteLayer(layer: { name: string; usedBy: readonly LayerUser[] }): Verdict {
    const user = layer.usedBy[0]
    return user ? no(`Cannot delete the layer ${layer.name}: ${nameOf(user)} uses it`) : yes
  },
  deleteBucket(bucket: { name: string; objects: number }): Verdict {
    const { objects } = bucket
    if (objects === 0) return yes
    const holds = objects === 1 ? 'an object' : `${objects} objects`
    return no(`Cannot delete the bucket ${bucket.name}: it holds ${holds}. Delete them first`)
  },
}

function nameOf(user: LayerUser): string {
  return `${user.version === null ? 'the draft' : `v${user.version}`} of ${user.function}`
}

import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { BlockList, isIP } from 'node:net'
import { join } from 'node:path'
import type { EngineInfo } from '@alcove/engine'
import { rememberIsolation, strongestIsolation, type Platform } from '@alcove/platform'
import type { Environment } from './environment.ts'

interface Setting {
  /** The file in this folder records that functions have run in containers here. */
  home: string
  env: Pick<Environment, 'ALCOVE_SANDBOX' | 'ALCOVE_HOST' | 'ALCOVE_ORIGIN' | 'ALCOVE_GATEWAY_ORIGIN'>
}

/**
 * Isolation never gets weaker on its own. Once functions have run in containers, in this home or on another server of
 * the installation, only an explicit setting lets them run as plain processes.
 * @throws {Error} why this server must not run functions, and what to do
 */
export async function requireIsolation(platform: Platform, engine: EngineInfo, { home, env }: Setting): Promise<void> {
  const file = join(home, 'isolation')
  if (engine.isolation === 'oci') {
    if (!existsSync(file)) await writeFile(file, 'oci\n', { mode: 0o600 })
    await rememberIsolation(platform, 'oci')
    return
  }
  const strongest = existsSync(file) ? 'oci' : await strongestIsolation(platform)
  const refusal = refusalOf({ engine, strongest, forced: env.ALCOVE_SANDBOX, exposed: exposure(env) })
  if (refusal !== null) throw new Error(refusal)
}

interface Facts {
  engine: Pick<EngineInfo, 'reason' | 'remedy'>
  strongest: 'oci' | null
  forced: Environment['ALCOVE_SANDBOX']
  /** The setting that makes this server reachable from other machines; null if none does. */
  exposed: string | null
}

/** Why functions must not run as plain processes; null when they may. */
export function refusalOf({ engine, strongest, forced, exposed }: Facts): string | null {
  if (forced === 'process') return null
  if (strongest === null && exposed === null) return null
  const why =
    strongest === null
      ? `It is open to other machines (${exposed}), and functions would run as plain processes`
      : 'Functions have run in containers here, and now they would run as plain processes'
  const fix = engine.remedy === null ? 'Fix that' : `Fix that (${engine.remedy})`
  return `${why}: ${engine.reason ?? 'no container runtime works'}. ${fix}, or, where you trust all code that runs here, set ALCOVE_SANDBOX=process`
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8)
LOOPBACK.addAddress('::1', 'ipv6')

/** A name other than localhost resolves to whatever its DNS server says, so it counts as reachable from outside. */
export function exposure(env: Setting['env']): string | null {
  const hosts = {
    ALCOVE_HOST: env.ALCOVE_HOST,
    // Behind a proxy, the proxy listens to other machines.
    ALCOVE_ORIGIN: hostOf(env.ALCOVE_ORIGIN),
    ALCOVE_GATEWAY_ORIGIN: hostOf(env.ALCOVE_GATEWAY_ORIGIN),
  }
  const open = Object.entries(hosts).find(([, host]) => host !== null && !isLoopback(host))
  return open === undefined ? null : `${open[0]}=${env[open[0] as keyof typeof hosts]}`
}

function hostOf(origin: string | undefined): string | null {
  return origin === undefined ? null : new URL(origin).hostname.replaceAll(/[[\]]/g, '')
}

function isLoopback(host: string): boolean {
  const version = isIP(host)
  if (version === 0) return host === 'localhost' || host.endsWith('.localhost')
  return LOOPBACK.check(host, version === 6 ? 'ipv6' : 'ipv4')
}

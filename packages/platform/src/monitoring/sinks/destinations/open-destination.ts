import { SINK_SECRETS, type SinkType } from '@alcove/contract'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { egressOf } from '../../../kernel/outgoing/egress-of.ts'
import { permittedAddress } from '../../../kernel/outgoing/permitted-address.ts'
import { openBucket, type BucketConfig } from './bucket.ts'
import { SOCKET_LIMITS, TIMEOUT_MS, type Destination, type Reach } from './destination.ts'
import { openHttp, type HttpConfig } from './http.ts'
import { openMysql } from './mysql.ts'
import { openOtlp } from './otlp.ts'
import { openPostgres, type DatabaseConfig } from './postgres.ts'
import { openS3, type S3Config } from './s3.ts'

export interface DestinationSettings {
  type: SinkType
  config: Record<string, unknown>
  /** Its credential in the clear; null: it has none. */
  secret: string | null
}

/** Where the settings point to. Connects, where it keeps a connection. */
export async function openDestination(
  ctx: SpaceCtx,
  { type, config, secret }: DestinationSettings,
): Promise<Destination> {
  const reach: Reach = { ctx, addressOf: (host, port) => addressOf(ctx, host, port), limits: SOCKET_LIMITS }
  switch (type) {
    case 'bucket':
      return openBucket(reach, config as unknown as BucketConfig)
    case 's3':
      return openS3(reach, config as unknown as S3Config, secret ?? '')
    case 'mysql':
      return openMysql(reach, config as unknown as DatabaseConfig, secret ?? '')
    case 'postgres':
      return openPostgres(reach, config as unknown as DatabaseConfig, secret ?? '')
    case 'http':
      return openHttp(reach, config as unknown as HttpConfig, secret)
    case 'otlp':
      return openOtlp(reach, config as unknown as HttpConfig, secret)
  }
}

export async function addressOf({ platform, space }: SpaceCtx, host: string, port: number): Promise<string> {
  const egress = await egressOf(platform, space.id)
  if (egress === null) throw new Error('the space was deleted')
  const { permittedAddresses } = platform
  return permittedAddress({ host, port, egress, permittedAddresses, timeoutMs: TIMEOUT_MS })
}

/** The host that settings point to; null: the space's own bucket. */
export function hostOf({ type, config }: Pick<DestinationSettings, 'type' | 'config'>): [string, number] | null {
  if (type === 'bucket') return null
  if (type === 'mysql' || type === 'postgres') return [String(config['host']), Number(config['port'])]
  const given = config[type === 's3' ? 'endpoint' : 'url']
  const url = new URL(given === undefined ? `https://s3.${String(config['region'])}.amazonaws.com` : String(given))
  return [url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || (url.protocol === 'https:' ? 443 : 80))]
}

/** Takes the credential out of a configuration. */
export function withoutSecret(type: SinkType, config: Record<string, unknown>) {
  const name = SINK_SECRETS[type]
  if (name === null) return { config, secret: null }
  const { [name]: secret, ...rest } = config
  return { config: rest, secret: typeof secret === 'string' ? secret : null }
}

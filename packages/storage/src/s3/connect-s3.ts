import { S3Client } from '@aws-sdk/client-s3'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import * as http from 'node:http'
import * as https from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import { guardSocket, type SocketLimits } from '../guard-socket.ts'
import { StorageUnavailable } from '../storage-unavailable.ts'
import { PatientHandler } from './patient-handler.ts'

export interface S3Options {
  /** Left out: AWS. */
  endpoint?: string | undefined
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  /** Put before every name, so that several installations can share a bucket: `alcove/`. */
  prefix?: string | undefined
}

/** A bucket of an S3 service, and the prefix under which this installation stores its data. */
export interface S3Place {
  client: S3Client
  bucket: string
  prefix: string
}

/** How to reach a service that is not the one for this installation's data. */
export interface S3Reach {
  /** Connect to this address, whatever the name says. */
  address: string
  timeoutMs: number
  maxAttempts: number
  /** Limits of each connection: the service is not ours. */
  limits: SocketLimits
}

/** Any S3-compatible service by its endpoint, addressed by path as most of them need. */
export function connectS3(
  { endpoint, region, bucket, prefix = '', ...credentials }: S3Options,
  reach?: S3Reach,
): S3Place {
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // Services other than AWS do not know the SDK's default checksums, and store streams together with them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A busy service answers 503 for some seconds; the three attempts of the SDK are over in half of one.
    maxAttempts: reach?.maxAttempts ?? 8,
    requestHandler: reach ? handlerFor(reach) : new PatientHandler(),
  })
  if (reach === undefined) nameFailures(client)
  return { client, bucket, prefix }
}

/** Failures of the service become StorageUnavailable: their codes are those of failures of the database, too. */
function nameFailures(client: S3Client): void {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request)
      } catch (error) {
        if (isMissing(error) || (error as Error).name === 'AbortError') throw error
        throw new StorageUnavailable(error as Error)
      }
    },
    { step: 'initialize', name: 'nameFailures' },
  )
}

function handlerFor({ address, timeoutMs, limits }: S3Reach): NodeHttpHandler {
  const lookup: LookupFunction = (_, { all }, done) =>
    all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)
  return new NodeHttpHandler({
    connectionTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    httpAgent: guarded(new http.Agent({ lookup }), limits),
    httpsAgent: guarded(new https.Agent({ lookup }), limits),
  })
}

function guarded<A extends http.Agent>(agent: A, limits: SocketLimits): A {
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, done) => {
    const socket = connect(options, done)
    return socket && guardSocket(socket as Socket, limits)
  }
  return agent
}

/** Whether the service says that there is no such object. HEAD answers carry no code, only the status. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  // Without its bucket everything would seem to be deleted.
  return name !== 'NoSuchBucket' && $metadata?.httpStatusCode === 404
}

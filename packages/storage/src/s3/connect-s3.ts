import { S3Client } from '@aws-sdk/client-s3'

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

/** Any S3-compatible service by its endpoint, addressed by path as most of them need. */
export function connectS3({ endpoint, region, bucket, prefix = '', ...credentials }: S3Options): S3Place {
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // Services other than AWS do not know the SDK's default checksums, and store streams together with them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A busy service answers 503 for some seconds; the three attempts of the SDK are over in half of one.
    maxAttempts: 8,
  })
  return { client, bucket, prefix }
}

/** Whether the service says that there is no such object. HEAD answers carry no code, only the status. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  return name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404
}

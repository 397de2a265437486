import { z } from 'zod'
import { TrustedProxies } from '../wire/trusted-proxies.ts'

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback)
const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)

/** `10.0.0.1, 10.1.0.0/16, fd00::/8` */
const proxies = z.string().transform((text, context) => {
  const networks = text.split(',').map((network) => network.trim())
  try {
    return new TrustedProxies(networks)
  } catch (error) {
    context.addIssue((error as Error).message)
    return z.NEVER
  }
})

/** Everything that can be set in the environment. An empty variable counts as unset. */
const Environment = z
  .object({
    ALCOVE_PORT: port(4400),
    ALCOVE_GATEWAY_PORT: port(4401),
    ALCOVE_HOST: z.string().default('127.0.0.1'),
    ALCOVE_HOME: z.string().default('.alcove'),
    /** The folder for blobs and secrets, shared by all servers on one database. Default: ALCOVE_HOME. */
    ALCOVE_SHARED_HOME: z.string().optional(),
    ALCOVE_SANDBOX: z.enum(['oci', 'process']).optional(),
    ALCOVE_PREWARM: z.coerce.number().int().min(0).max(100).optional(),
    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'Must look like postgres://user:password@host:5432/name' })
      .optional(),
    /** Where builds get packages from. Without these, npm's and pip's own variables apply. */
    ALCOVE_NPM_REGISTRY: z.url({ protocol: /^https?$/ }).optional(),
    npm_config_registry: z.string().optional(),
    ALCOVE_PIP_INDEX: z.url({ protocol: /^https?$/ }).optional(),
    PIP_INDEX_URL: z.string().optional(),
    /** A PEM file with certificates that builds trust besides the public ones. */
    NODE_EXTRA_CA_CERTS: z.string().optional(),
    SSL_CERT_FILE: z.string().optional(),
    /** Stores code, layers, builds and buckets in an S3 service instead of the shared home's folders. */
    ALCOVE_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    ALCOVE_S3_REGION: z.string().default('us-east-1'),
    ALCOVE_S3_BUCKET: z.string().optional(),
    ALCOVE_S3_PREFIX: z.string().max(200).optional(),
    ALCOVE_S3_ACCESS_KEY_ID: z.string().optional(),
    ALCOVE_S3_SECRET_ACCESS_KEY: z.string().optional(),
    /** Where e-mail goes out: `smtp://user:password@host:587` or `smtps://…`. */
    ALCOVE_SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'Must look like smtp://user:password@host:587' }).optional(),
    ALCOVE_SMTP_FROM: z.email().optional(),
    ALCOVE_ADMIN_EMAIL: z.email().optional(),
    /** Checked only when it creates the account: a stricter rule must not stop a later start. */
    ALCOVE_ADMIN_PASSWORD: z.string().optional(),
    ALCOVE_ADMIN_API_KEY: z.string().optional(),
    /** The addresses of the console and of functions behind a proxy. */
    ALCOVE_ORIGIN: origin.optional(),
    ALCOVE_GATEWAY_ORIGIN: origin.optional(),
    /** Proxies whose Forwarded and X-Forwarded-* headers are trusted. */
    ALCOVE_TRUSTED_PROXIES: proxies.optional(),
  })
  .refine((env) => (env.ALCOVE_ADMIN_EMAIL === undefined) === (env.ALCOVE_ADMIN_PASSWORD === undefined), {
    path: ['ALCOVE_ADMIN_PASSWORD'],
    message: 'and ALCOVE_ADMIN_EMAIL go together',
  })
  .refine((env) => (env.ALCOVE_SMTP_URL === undefined) === (env.ALCOVE_SMTP_FROM === undefined), {
    path: ['ALCOVE_SMTP_FROM'],
    message: 'and ALCOVE_SMTP_URL go together',
  })
  .refine(
    (env) =>
      env.ALCOVE_S3_BUCKET === undefined
        ? env.ALCOVE_S3_ENDPOINT === undefined
        : env.ALCOVE_S3_ACCESS_KEY_ID !== undefined && env.ALCOVE_S3_SECRET_ACCESS_KEY !== undefined,
    {
      path: ['ALCOVE_S3_BUCKET'],
      message: 'needs ALCOVE_S3_ACCESS_KEY_ID and ALCOVE_S3_SECRET_ACCESS_KEY, and ALCOVE_S3_ENDPOINT needs it',
    },
  )
export type Environment = z.infer<typeof Environment>

/** @throws {Error} naming every invalid variable. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(given)
  if (result.success) return result.data
  const wrong = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`These environment variables are not valid:\n${wrong.join('\n')}`)
}

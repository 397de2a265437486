import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { connectS3, type S3Options } from '../s3/connect-s3.ts'

const SERVERS = ['account', 'container', 'object'] as const
const PROGRAMS = ['memcached', 'swift-ring-builder', ...['proxy', ...SERVERS].map((name) => `swift-${name}-server`)]
const PATIENCE_MS = 240_000

/** Why there is no S3 server to test with; null when there is one. */
export function whyNoS3Server(): string | null {
  const missing = PROGRAMS.find((program) => spawnSync('which', [program]).status !== 0)
  return missing === undefined ? null : `${missing} is not here: npm test installs Debian's swift when it may`
}

export interface S3Server extends AsyncDisposable {
  /** Reaches a bucket of its own each time. */
  newBucket(): Promise<S3Options>
  /** The objects of a bucket, by key. */
  read(bucket: S3Options): Promise<Map<string, Buffer>>
}

/** A real S3 server: OpenStack's Swift with its S3 front, from Debian, on free ports of this machine. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-s3-'))
  const etc = join(folder, 'etc')
  await mkdir(etc)
  await mkdir(join(folder, 'srv/d1'), { recursive: true })
  const [proxy, cache, ...ports] = await freePorts(2 + SERVERS.length)
  const base = ['bind_ip = 127.0.0.1', 'workers = 1', `swift_dir = ${etc}`, `user = ${userInfo().username}`]
  const write = (name: string, lines: string[]) => writeFile(join(etc, name), lines.join('\n'))

  await write('swift.conf', [
    '[swift-hash]',
    'swift_hash_path_suffix = alcove',
    'swift_hash_path_prefix = alcove',
    '[storage-policy:0]',
    'name = one',
    'default = yes',
  ])
  for (const [at, name] of SERVERS.entries()) {
    const port = ports[at]!
    ring(etc, `${name}.builder`, ['create', '4', '1', '1'])
    const node = ['--region', '1', '--zone', '1', '--ip', '127.0.0.1', '--port', `${port}`, '--device', 'd1']
    ring(etc, `${name}.builder`, ['add', ...node, '--weight', '1'])
    ring(etc, `${name}.builder`, ['rebalance'])
    // oxlint-disable-next-line no-await-in-loop -- three small files
    await write(`${name}.conf`, [
      '[DEFAULT]',
      ...base,
      `bind_port = ${port}`,
      `devices = ${join(folder, 'srv')}`,
      'mount_check = false',
      '[pipeline:main]',
      `pipeline = ${name}-server`,
      `[app:${name}-server]`,
      `use = egg:swift#${name}`,
      `[${name}-replicator]`,
      `[${name}-auditor]`,
    ])
  }
  const plain = ['catch_errors', 'gatekeeper', 'listing_formats', 'bulk', 'slo', 'dlo', 'symlink', 'copy']
  await write('proxy.conf', [
    '[DEFAULT]',
    ...base,
    `bind_port = ${proxy}`,
    '[pipeline:main]',
    'pipeline = catch_errors gatekeeper cache listing_formats s3api tempauth bulk slo dlo symlink copy proxy-server',
    '[app:proxy-server]',
    'use = egg:swift#proxy',
    'account_autocreate = true',
    // Patience with a busy machine: by default a server that does not connect within half a second is left out for a minute.
    'conn_timeout = 20',
    'node_timeout = 60',
    'error_suppression_limit = 10000',
    '[filter:s3api]',
    'use = egg:swift#s3api',
    's3_acl = false',
    'location = us-east-1',
    '[filter:tempauth]',
    'use = egg:swift#tempauth',
    'user_test_tester = testing .admin',
    '[filter:cache]',
    'use = egg:swift#memcache',
    `memcache_servers = 127.0.0.1:${cache}`,
    ...plain.flatMap((name) => [`[filter:${name}]`, `use = egg:swift#${name}`]),
  ])

  const asRoot = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const children = [
    start('memcached', [...asRoot, '-l', '127.0.0.1', '-p', `${cache}`, '-m', '16']),
    ...['proxy', ...SERVERS].map((name) => start(`swift-${name}-server`, [join(etc, `${name}.conf`)])),
  ]
  const options: S3Options = {
    endpoint: `http://127.0.0.1:${proxy}`,
    region: 'us-east-1',
    bucket: '',
    accessKeyId: 'test:tester',
    secretAccessKey: 'testing',
  }
  let buckets = 0
  const server: S3Server = {
    async newBucket() {
      const place = connectS3({ ...options, bucket: `bucket-${++buckets}` })
      await place.client.send(new CreateBucketCommand({ Bucket: place.bucket }))
      place.client.destroy()
      return { ...options, bucket: place.bucket }
    },
    async read(of) {
      const { client, bucket: Bucket } = connectS3(of)
      const found = new Map<string, Buffer>()
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
      for (const { Key } of Contents) {
        // oxlint-disable-next-line no-await-in-loop -- few objects
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }))
        // oxlint-disable-next-line no-await-in-loop -- few objects
        found.set(Key!, Buffer.from(await Body!.transformToByteArray()))
      }
      client.destroy()
      return found
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map(end))
      await rm(folder, { recursive: true, force: true })
    },
  }
  await untilReady(server)
  return server
}

function ring(folder: string, builder: string, args: string[]): void {
  const { status, stderr } = spawnSync('swift-ring-builder', [builder, ...args], { cwd: folder, encoding: 'utf8' })
  // 1 is a warning: one device is no safe ring.
  if (status !== 0 && status !== 1) throw new Error(`swift-ring-builder failed: ${stderr}`)
}

/** Ends with this process, however that ends. */
function start(program: string, args: string[]): ChildProcess {
  return spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], { stdio: 'ignore' })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function untilReady(server: S3Server): Promise<void> {
  const started = performance.now()
  for (;;) {
    try {
      const place = connectS3(await server.newBucket())
      // A bucket needs the servers of accounts and containers only.
      await place.client
        .send(new PutObjectCommand({ Bucket: place.bucket, Key: 'ready', Body: 'yes' }))
        .finally(() => place.client.destroy())
      return
    } catch (error) {
      if (performance.now() - started > PATIENCE_MS) {
        await server[Symbol.asyncDispose]()
        throw error
      }
      await sleep(200)
    }
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

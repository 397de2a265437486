import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDiskBlobs, openDiskObjects } from '@alcove/storage'
import { openPlatform, type PlatformOptions } from '../open-platform.ts'
import type { Platform } from '../kernel/platform.ts'
import { createTestDatabase } from './test-server.ts'

export type TestPlatformOptions = Partial<PlatformOptions>

/** A platform whose close() takes its database and its files along. */
export interface TestPlatform extends Platform {
  databaseUrl: string
}

/** The real platform on a fresh, migrated database and empty folders of its own. */
export async function openTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-platform-'))
  const database = options.databaseUrl ? { url: options.databaseUrl, drop: async () => {} } : await createTestDatabase()
  const platform = await openPlatform({
    blobs: await openDiskBlobs(join(folder, 'blobs')),
    objects: await openDiskObjects(join(folder, 'objects')),
    secretsFolder: join(folder, 'secrets'),
    origin: 'http://127.0.0.1:4400',
    gatewayOrigin: 'http://127.0.0.1:4401',
    log: ({ level, ...line }) => level === 'error' && console.error(line),
    ...options,
    databaseUrl: database.url,
  })
  const close = platform.close
  return Object.assign(platform, {
    databaseUrl: database.url,
    async close() {
      await close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  })
}

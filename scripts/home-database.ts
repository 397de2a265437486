import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { FolderInUse, lockFolder, runningPostgresUrl, startPostgres } from '../packages/storage/src/index.ts'

/** The database of the home: that of the server that runs on it, or one that is started for as long as this takes. */
export async function homeDatabase(home: string, running: AsyncDisposableStack): Promise<string> {
  const dataFolder = join(home, 'postgres')
  if (!existsSync(dataFolder)) throw new Error(`There is no database in ${home}: set ALCOVE_HOME or DATABASE_URL`)
  try {
    running.use(await lockFolder(home))
  } catch (error) {
    if (error instanceof FolderInUse) return runningPostgresUrl(dataFolder)
    throw error
  }
  const postgres = await startPostgres({
    dataFolder,
    log: ({ level, message }) => level === 'error' && console.error(message),
  })
  running.defer(() => postgres.stop())
  return postgres.url
}

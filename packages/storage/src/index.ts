export * from './blob-store.ts'
export { openDiskBlobs } from './disk/open-disk-blobs.ts'
export { FolderInUse, lockFolder } from './folder-lock.ts'
export { startPostgres, type Postgres } from './postgres/start-postgres.ts'

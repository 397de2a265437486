import { z } from 'zod'
import { LIMITS } from './limits.ts'

/** What all buckets of a space may hold, in MiB. */
export const ObjectStorageMb = z.number().int().min(LIMITS.objectStorageMb.min).max(LIMITS.objectStorageMb.max)
/** What the files of its functions may take on each server, in MiB. */
export const StorageMb = z.number().int().min(LIMITS.storageMb.min).max(LIMITS.storageMb.max)

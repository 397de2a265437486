import { describe } from 'vitest'
import { openDiskObjects } from '../src/index.ts'
import { objectStoreContract } from '../src/object-store.contract.ts'
import { folder } from './folder.ts'

describe('the disk driver of objects keeps the contract', () => {
  objectStoreContract(async () => openDiskObjects(await folder()))
})

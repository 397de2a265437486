/** Holds the lock of a folder until it is killed. */
import { lockFolder } from '../src/index.ts'

const lock = await lockFolder(process.argv[2]!)
console.log('held')
setInterval(() => lock, 1_000)

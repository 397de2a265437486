import { restartIds } from '../packages/platform/src/database/ids.ts'

// Runs before each file: the one before may have set its clock ahead, and ids never go back within a process.
restartIds()

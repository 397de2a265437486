/** Migrates the database it is given; says so just before. */
import { migrate } from '../src/database/migrate.ts'

console.log('migrating')
await migrate(process.argv[2]!)

import { parentPort, workerData } from 'node:worker_threads'
import { readReports } from './read-reports.ts'

const { folder, reports } = workerData as { folder: string; reports: Uint8Array[] }
parentPort!.postMessage(await readReports(folder, reports))

import type { Found } from '../runtime.ts'

export async function findPython(): Promise<Found> {
  return { name: 'python3', remedy: 'apt-get install python3' }
}

import type { Found } from '../runtime.ts'

export async function findCustom(): Promise<Found> {
  return { name: 'custom', remedy: 'npm start' }
}

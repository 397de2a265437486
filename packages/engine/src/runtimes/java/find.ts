import type { Found } from '../runtime.ts'

export async function findJava(): Promise<Found> {
  return { name: 'java17', remedy: 'apt-get install openjdk-17-jdk-headless' }
}

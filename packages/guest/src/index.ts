import { fileURLToPath } from 'node:url'

/** Folder of the guest code for Node.js; `main.mjs` in it is what an instance starts. */
export const nodeGuestFolder = fileURLToPath(new URL('../node', import.meta.url))

import { fileURLToPath } from 'node:url'

/** Folder of the modules of the guest for Node.js; bundled, `main.cjs` is what an instance starts. */
export const nodeGuestFolder = fileURLToPath(new URL('../node', import.meta.url))

/** Folder of the guest code for Python; `main.py` in it is what an instance starts. */
export const pythonGuestFolder = fileURLToPath(new URL('../python', import.meta.url))

/** Folder of all guest code; `custom/main.mjs` in it starts an instance of a custom runtime, with modules of Node's. */
export const customGuestFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Folder of the sources of the guest for Java; compiled, `alcove.guest.Main` is what an instance starts. */
export const javaGuestSources = fileURLToPath(new URL('../java', import.meta.url))

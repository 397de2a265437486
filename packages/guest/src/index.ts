import { fileURLToPath } from 'node:url'

/** Modules of the guest for Node.js. Instances start its bundle, `main.cjs`. */
export const nodeGuestFolder = fileURLToPath(new URL('../node', import.meta.url))

/** The guest for Python. Instances start its `main.py`. */
export const pythonGuestFolder = fileURLToPath(new URL('../python', import.meta.url))

/** All guest code. Instances of custom runtimes start `custom/main.mjs`, which uses modules of `node/`. */
export const customGuestFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Sources of the guest for Java. Instances start the compiled class `alcove.guest.Main`. */
export const javaGuestSources = fileURLToPath(new URL('../java', import.meta.url))

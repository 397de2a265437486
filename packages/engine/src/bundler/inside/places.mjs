import { dirname, relative } from 'node:path'

const PLACE = '\0place'
/** `import.meta` of the bundle, where that of every file is replaced. */
const BUNDLE = '__alcoveBundle'
export const placeIntro = `const ${BUNDLE} = import.meta;`

/**
 * `__dirname`, `__filename` and `import.meta` of a bundled file name the place that the file has in the package, not
 * that of the bundle. Each becomes an import of a module made for the file.
 */
export const placeTransform = {
  define: {
    'import.meta': '__importMeta',
    'require.resolve': '__requireResolve',
    // No bundled file is the program's entry.
    'require.main': 'undefined',
  },
  inject: {
    __importMeta: [PLACE, 'importMeta'],
    __requireResolve: [PLACE, 'requireResolve'],
    __dirname: [PLACE, 'dirname'],
    __filename: [PLACE, 'filename'],
  },
}

/** `module` exists in CommonJS only, but tsc lets a file with `import` ask for it. */
export const isNeverMain = {
  name: 'is-never-main',
  transform: {
    filter: { code: /\brequire\.main\b/ },
    handler: (code) => ({
      // As long as what it replaces, so that every place stays as it is.
      code: code.replaceAll(/\brequire\.main\s*(===?|!==?)\s*module\b/g, (all, operator) =>
        `${operator[0] === '!'}`.padEnd(all.length),
      ),
    }),
  },
}

/**
 * @param {string} root
 * @param {string} output path of the bundle below the root
 */
export function placesOfFiles(root, output) {
  return {
    name: 'places-of-files',
    resolveId(id, importer) {
      // The ending makes it an ES module, whatever the file is.
      return id === PLACE ? { id: `${PLACE}:${importer}.mjs`, moduleSideEffects: false } : null
    },
    load(id) {
      if (!id.startsWith(`${PLACE}:`)) return null
      const file = id.slice(PLACE.length + 1, -'.mjs'.length)
      const path = relative(dirname(`${root}/${output}`), file)
        .split('/')
        .map(encodeURIComponent)
        .join('/')
      return `
        import { createRequire } from 'node:module'
        import { dirname as folderOf } from 'node:path'
        import { fileURLToPath } from 'node:url'
        const url = new URL(${JSON.stringify(`./${path}`)}, ${BUNDLE}.url).href
        const resolve = (id) => /^\\.{0,2}\\//.test(id) ? new URL(id, url).href : ${BUNDLE}.resolve(id)
        export const filename = fileURLToPath(url)
        export const dirname = folderOf(filename)
        export const importMeta = { dirname, filename, url, resolve, main: false }
        export const { resolve: requireResolve } = createRequire(url)
      `
    },
  }
}

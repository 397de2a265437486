/** The types of Node.js itself, as the editor's worker wants them: every declaration file by its address. */
const node = import.meta.glob<string>('../../../node_modules/@types/node/**/*.d.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const undici = import.meta.glob<string>('../../../node_modules/undici-types/*.d.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export const nodeTypes = Object.entries({ ...node, ...undici })
  // Shims for compilers older than the editor's.
  .filter(([path]) => !/\/ts\d\.\d\//.test(path))
  .map(([path, content]) => ({ filePath: `file:///${path.slice(path.indexOf('node_modules/'))}`, content }))

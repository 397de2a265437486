/** Declaration files of Node.js by address, in the form that the editor's worker takes. */
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
  // Leave out shims for older compilers than the editor's.
  .filter(([path]) => !/\/ts\d\.\d\//.test(path))
  .map(([path, content]) => ({ filePath: `file:///${path.slice(path.indexOf('node_modules/'))}`, content }))

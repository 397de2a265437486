import { extname } from 'node:path'

const LEADING_COMMENTS = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*/
const FACTORY = /@jsx(?=\s)/

/**
 * A file that names its factory (`@jsx h`) wants the classic transform, as long as tsconfig.json does not choose one.
 * rolldown heeds the factory only in a file that names the transform, too.
 * @param {object} tsconfig
 */
export function followsJsxPragma(tsconfig) {
  return {
    name: 'follows-jsx-pragma',
    transform(code, id) {
      if (tsconfig.jsx !== undefined || !extname(id).endsWith('x')) return null
      const comments = LEADING_COMMENTS.exec(code)[0]
      if (!FACTORY.test(comments) || comments.includes('@jsxRuntime')) return null
      // Within the comment, so that lines stay where they are.
      return { code: code.replace(FACTORY, '@jsxRuntime classic @jsx'), map: null }
    },
  }
}

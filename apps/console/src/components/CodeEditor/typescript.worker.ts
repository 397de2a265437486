import { TypeScriptWorker } from 'monaco-editor/languages/features/typescript/ts.worker'

const kindOf = TypeScriptWorker.prototype.getScriptKind
/** Monaco takes files of these names for JavaScript. */
TypeScriptWorker.prototype.getScriptKind = function (fileName) {
  return kindOf.call(this, fileName.replace(/\.[cm]ts$/, '.ts'))
}

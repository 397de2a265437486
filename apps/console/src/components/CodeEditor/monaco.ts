/** The complete editor. Import it only dynamically: with its workers it is larger than the rest of the console. */
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/css/register'
import 'monaco-editor/languages/definitions/html/register'
import 'monaco-editor/languages/definitions/java/register'
import 'monaco-editor/languages/definitions/javascript/register'
import 'monaco-editor/languages/definitions/markdown/register'
import 'monaco-editor/languages/definitions/python/register'
import 'monaco-editor/languages/definitions/shell/register'
import 'monaco-editor/languages/definitions/sql/register'
import 'monaco-editor/languages/definitions/typescript/register'
import 'monaco-editor/languages/definitions/xml/register'
import 'monaco-editor/languages/definitions/yaml/register'
import * as monaco from 'monaco-editor/editor'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
// oxlint-disable import/default -- `?worker` makes Vite export the worker's constructor
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
import TypeScriptWorker from './typescript.worker.ts?worker'
// oxlint-enable import/default
import { colourNames } from './names.ts'
import { definePlainLanguages } from './plain.ts'
import { followTheme } from './theme.ts'
import { registerTools } from './tools/register.ts'
import { configureTypeScript } from './typescript.ts'

self.MonacoEnvironment = {
  getWorker(_id, label) {
    if (label === 'json') return new JsonWorker()
    if (label === 'typescript' || label === 'javascript') return new TypeScriptWorker()
    return new EditorWorker()
  },
}

configureTypeScript()
definePlainLanguages(monaco)
colourNames(monaco)
followTheme(monaco)
registerTools(monaco)
jsonDefaults.setDiagnosticsOptions({ validate: true, allowComments: false, schemaValidation: 'error' })

// Monaco measures glyphs once. If that happens before the web font arrives, the cursor is misplaced.
void document.fonts.ready.then(() => monaco.editor.remeasureFonts())

export { monaco }

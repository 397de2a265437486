import { languages, type Uri } from 'monaco-editor/editor'
import {
  getJavaScriptWorker,
  getTypeScriptWorker,
  javascriptDefaults,
  JsxEmit,
  type LanguageServiceDefaults,
  ModuleKind,
  type ModuleResolutionKind,
  ScriptTarget,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register'
import handlerTypes from './handler-types.d.ts?raw'

/** TypeScript's number for `"moduleResolution": "bundler"`, which Monaco's enum lacks. */
const BUNDLER = 100 as ModuleResolutionKind

function configure(defaults: LanguageServiceDefaults, checkJs: boolean): void {
  defaults.setCompilerOptions({
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    moduleResolution: BUNDLER,
    lib: ['esnext'],
    allowImportingTsExtensions: true,
    allowJs: true,
    allowNonTsExtensions: true,
    checkJs,
    esModuleInterop: true,
    jsx: JsxEmit.Preserve, // the build knows what it becomes
    moduleDetection: 3, // every file is a module, as at run time
    noEmit: true,
    resolveJsonModule: true,
    strict: !checkJs,
  })
  defaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: IGNORED, noSuggestionDiagnostics: false })
  // Files import each other, so the worker must know all of them, not only the open one.
  defaults.setEagerModelSync(true)
  defaults.addExtraLib(handlerTypes, 'file:///node_modules/alcove/index.d.ts')
  defaults.addExtraLib(JSON_FILES, 'file:///node_modules/@types/alcove-json/index.d.ts')
}

/** Monaco gives its workers no JSON. */
const JSON_FILES = "declare module '*.json' { const value: any; export default value }"

/**
 * 7016: a package may have no types. 7026: nor the elements of JSX.
 * 80001–80009: suggestions to rewrite working code. 6133, 7044: dimming is enough.
 */
const IGNORED = [7016, 7026, 80001, 80002, 80004, 80005, 80006, 80007, 80008, 80009, 7044, 7045, 7043, 7047, 7050]

/** Addresses of the declarations of packages that the editor has now. */
let installed: ReadonlySet<string> = new Set()

/**
 * Makes the packages of a function importable, with the declarations that its build installed. Of a package without any
 * everything is `any`: better than marking a working import as wrong.
 */
export function declarePackages(names: readonly string[], types: readonly { path: string; text: string }[]): void {
  const untyped = names.filter(
    (name) => !types.some(({ path }) => path.startsWith(`node_modules/${typed(name, path)}/`)),
  )
  const content = untyped.map((name) => `declare module '${name}'\ndeclare module '${name}/*'\n`).join('')
  const libs = [
    { filePath: PACKAGES, content },
    ...types.map(({ path, text }) => ({ filePath: `file:///${path}`, content: text })),
  ]
  const known = typescriptDefaults.getExtraLibs()
  const same = libs.every(({ filePath, content: text }) => known[filePath]?.content === text)
  if (same && installed.size === libs.length) return
  for (const defaults of [typescriptDefaults, javascriptDefaults]) {
    const others = Object.entries(defaults.getExtraLibs())
      .filter(([filePath]) => !installed.has(filePath))
      .map(([filePath, lib]) => ({ filePath, content: lib.content }))
    defaults.setExtraLibs([...others, ...libs])
  }
  installed = new Set(libs.map(({ filePath }) => filePath))
}

/** The package that this file's declarations of `name` would be in: its own, or DefinitelyTyped's. */
const typed = (name: string, path: string): string =>
  path.startsWith('node_modules/@types/') ? `@types/${name.replace(/^@/, '').replace('/', '__')}` : name

const PACKAGES = 'file:///node_modules/@types/alcove-packages/index.d.ts'

/** Further types of the module `alcove`. */
export function declare(text: string): void {
  for (const defaults of [typescriptDefaults, javascriptDefaults]) {
    if (defaults.getExtraLibs()[DECLARED]?.content !== text) defaults.addExtraLib(text, DECLARED)
  }
}

const DECLARED = 'file:///node_modules/@types/alcove-declared/index.d.ts'

/** The files of the function. */
let scripts: readonly Uri[] = []
let checks = 0

/**
 * Checks all files again, by workers that know all of them. Monaco has a worker for TypeScript and one for JavaScript,
 * and tells each only of files of its own language, and of a new one only when it checks that file.
 */
export async function checkScripts(uris: readonly Uri[]): Promise<void> {
  scripts = uris
  await Promise.allSettled(
    // One of them is not there while no file needs it.
    [getTypeScriptWorker, getJavaScriptWorker].map(async (worker) => (await worker())(...uris)),
  )
  checks += 1
  // A change of the declarations is what makes Monaco check again.
  for (const defaults of [typescriptDefaults, javascriptDefaults]) defaults.addExtraLib(`// ${checks}`, CHECKS)
}

const CHECKS = 'file:///node_modules/@types/alcove-checks/index.d.ts'

/** Called once, before the first model. The types of Node.js follow when they have loaded. */
export function configureTypeScript(): void {
  configure(typescriptDefaults, false)
  configure(javascriptDefaults, true)
  // After Monaco's own listeners, which make the workers.
  for (const language of ['typescript', 'javascript']) languages.onLanguage(language, () => void checkScripts(scripts))
  void import('./node-types.ts').then(({ nodeTypes }) => {
    for (const defaults of [typescriptDefaults, javascriptDefaults]) {
      const ours = Object.entries(defaults.getExtraLibs()).map(([filePath, { content }]) => ({ filePath, content }))
      defaults.setExtraLibs([...ours, ...nodeTypes])
    }
  })
}

import {
  javascriptDefaults,
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
    moduleDetection: 3, // every file is a module, as at run time
    noEmit: true,
    resolveJsonModule: true,
    strict: !checkJs,
  })
  defaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: IGNORED, noSuggestionDiagnostics: false })
  // Files import each other, so the worker must know all of them, not only the open one.
  defaults.setEagerModelSync(true)
  defaults.addExtraLib(handlerTypes, 'file:///node_modules/alcove/index.d.ts')
}

/**
 * 7016: a package may have no types.
 * 80001–80009: suggestions to rewrite working code. 6133, 7044: dimming is enough.
 */
const IGNORED = [7016, 80001, 80002, 80004, 80005, 80006, 80007, 80008, 80009, 7044, 7045, 7043, 7047, 7050]

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

/**
 * Checks all files again, by a worker that knows all of them. Monaco tells its worker of a new file only when it checks
 * that file, so imports of the file would stay marked as errors.
 */
export function checkAgain(): void {
  for (const defaults of [typescriptDefaults, javascriptDefaults]) {
    // A change of the options is what makes Monaco start over, even a change to the same ones.
    defaults.setDiagnosticsOptions(defaults.getDiagnosticsOptions())
  }
}

/** Called once, before the first model. The types of Node.js follow when they have loaded. */
export function configureTypeScript(): void {
  configure(typescriptDefaults, false)
  configure(javascriptDefaults, true)
  void import('./node-types.ts').then(({ nodeTypes }) => {
    for (const defaults of [typescriptDefaults, javascriptDefaults]) {
      const ours = Object.entries(defaults.getExtraLibs()).map(([filePath, { content }]) => ({ filePath, content }))
      defaults.setExtraLibs([...ours, ...nodeTypes])
    }
  })
}

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
 * 7016, 2307: the platform installs packages, but their types are not in the browser.
 * 80001–80009: suggestions to rewrite working code. 6133, 7044: dimming is enough.
 */
const IGNORED = [7016, 80001, 80002, 80004, 80005, 80006, 80007, 80008, 80009, 7044, 7045, 7043, 7047, 7050]

/**
 * Makes the packages of a function importable. Their types are not in the browser, so everything in them is `any`:
 * better than marking a working import as wrong.
 */
export function declarePackages(names: readonly string[]): void {
  const text = names.map((name) => `declare module '${name}'\ndeclare module '${name}/*'\n`).join('')
  for (const defaults of [typescriptDefaults, javascriptDefaults]) {
    if (defaults.getExtraLibs()[PACKAGES]?.content !== text) defaults.addExtraLib(text, PACKAGES)
  }
}

const PACKAGES = 'file:///node_modules/@types/alcove-packages/index.d.ts'

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

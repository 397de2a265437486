export { declarationOf } from './declaration.ts'
export { inferSchema } from './infer.ts'
export { DeclaredParameters, ParametersPreview, PREVIEW_CALLS, PreviewParameters } from './preview.ts'
export {
  defaultsOf,
  ParametersSchema,
  parametersOf,
  withOrder,
  withoutOrder,
  withParameters,
  type JsonSchema,
  type Parameter,
} from './schema.ts'
export { MASKED, maskSecrets, secretNames, secretValues } from './secrets.ts'
export { expectsBody, subjectOf } from './subject.ts'
export { kindOf, PARAMETER_KINDS, parametersSummary, typeSummary, type ParameterKind } from './summary.ts'
